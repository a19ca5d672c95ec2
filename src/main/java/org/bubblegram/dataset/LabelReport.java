package org.bubblegram.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The label doctor's report.
 *
 * @param samples how many rows with image were read
 * @param groups how many distinct groups; samples without one count each by itself
 * @param meanHistogram the constant answer over all samples, one fraction a bin
 * @param constantAnswer how well that constant answer scores on the same samples: the floor for any model;
 *     null where no sample could be read
 * @param findings what deserves a look, most severe first
 */
public record LabelReport(
        int samples,
        int groups,
        List<Double> meanHistogram,
        @Nullable Floor constantAnswer,
        List<Finding> findings) {
    /** Of an import that ended before a sample was read. */
    static LabelReport of(List<Finding> findings) {
        return new LabelReport(0, 0, List.of(), null, findings);
    }

    /** Those findings that refuse the import. */
    public List<Finding> errors() {
        return findings.stream().filter(f -> f.severity() == Severity.ERROR).toList();
    }

    /** Mean intersection (0 to 1) and mean earth mover's distance in bins of the constant answer. */
    public record Floor(double intersection, double emd) {}

    /**
     * @param code stable, snake_case
     * @param severity error stops an import, warning changed or doubts something, note only informs
     * @param file where, or null
     * @param line where in the file, from 1, or null
     */
    public record Finding(
            String code,
            Severity severity,
            String message,
            @Nullable String file,
            @Nullable Long line) {}

    public enum Severity {
        @JsonProperty("error")
        ERROR,
        @JsonProperty("warning")
        WARNING,
        @JsonProperty("note")
        NOTE
    }
}
