package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which file a label means: beside the labels, in images/, or wherever below them a file of that name is the only one. */
final class ImageFiles {
    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "mpo", "png", "tif", "tiff", "bmp", "gif", "webp");

    private final String folder;
    private final SortedSet<String> files = new TreeSet<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    /** @param folder where the labels lie; empty, or ending with a slash */
    ImageFiles(SourceFiles source, String folder) {
        this.folder = folder;
        for (String file : source.names()) {
            if (file.startsWith(folder)) {
                files.add(file);
                byName.computeIfAbsent(name(file), name -> new ArrayList<>()).add(file);
            }
        }
    }

    /** The file a label means; where there is none, or more than one, that is a finding. */
    Optional<String> find(Label label, Findings findings) {
        List<String> candidates = candidates(label.image());
        if (candidates.size() == 1 && used.add(candidates.get(0))) {
            return Optional.of(candidates.get(0));
        }
        String where = label.file() + " line " + label.line() + ": '" + label.image() + "' ";
        if (candidates.isEmpty()) {
            findings.add(FindingCode.IMAGE_MISSING, where + "has no image file", label.file(), label.line());
        } else if (candidates.size() > 1) {
            String message = where + "may be any of " + candidates;
            findings.add(FindingCode.IMAGE_AMBIGUOUS, message, label.file(), label.line());
        } else {
            String message = where + "means the same file as a row before it";
            findings.add(FindingCode.ROW_DUPLICATE, message, label.file(), label.line());
        }
        return Optional.empty();
    }

    /** Takes the file of an image for labelled, if wrongly. */
    void use(String image) {
        used.addAll(candidates(image));
    }

    private List<String> candidates(String name) {
        String image = name.replace('\\', '/').replaceFirst("^(\\./)+", "");
        for (String path : List.of(folder + image, folder + "images/" + image)) {
            if (files.contains(path)) {
                return List.of(path);
            }
        }
        return image.contains("/") ? List.of() : byName.getOrDefault(image, List.of());
    }

    /** Images that no label means. */
    List<String> unused() {
        return files.stream()
                .filter(file -> EXTENSIONS.contains(extension(file)) && !used.contains(file))
                .toList();
    }

    /** In lower case, without the dot; empty where there is none. */
    static String extension(String file) {
        String name = name(file);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }
}
