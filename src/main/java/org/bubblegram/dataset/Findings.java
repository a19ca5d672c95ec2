package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.dataset.LabelReport.Severity;
import org.jspecify.annotations.Nullable;

/** Collects what an import finds. Of each kind the first {@value #LISTED} are listed, the others counted. */
final class Findings {
    private static final int LISTED = 100;

    private final List<Finding> listed = new ArrayList<>();
    private final Map<FindingCode, Integer> counts = new EnumMap<>(FindingCode.class);

    void add(FindingCode code, String message) {
        add(code, message, null, null);
    }

    void add(FindingCode code, String message, @Nullable String file) {
        add(code, message, file, null);
    }

    void add(FindingCode code, String message, @Nullable String file, @Nullable Long line) {
        if (counts.merge(code, 1, Integer::sum) <= LISTED) {
            listed.add(new Finding(code.key(), code.severity(), message, file, line));
        }
    }

    boolean hasErrors() {
        return counts.keySet().stream().anyMatch(code -> code.severity() == Severity.ERROR);
    }

    /** Ends an import that cannot go on. */
    void stopIfErrors() {
        if (hasErrors()) {
            throw new InvalidDataset(errors());
        }
    }

    List<Finding> errors() {
        return all().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    /** Most severe first, otherwise in the order they were found; how many were not listed stands behind their kind. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>(listed);
        counts.forEach((code, count) -> {
            if (count > LISTED) {
                String message = "and " + (count - LISTED) + " more of " + code.key();
                all.add(new Finding(code.key(), code.severity(), message, null, null));
            }
        });
        all.sort(Comparator.comparing(Finding::severity));
        return all;
    }
}
