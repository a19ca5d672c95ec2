package org.bubblegram.benchmark;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a run shall do.
 *
 * @param quick a short look whether it runs; its figures are too noisy to quote
 * @param only names of measurements; all if empty
 * @param out where the JSON goes
 */
record Options(boolean quick, Set<String> only, Path out) {
    static final String USAGE = "--quick  --only NAME,NAME  --out FILE";

    /** @throws IllegalArgumentException if anything is unknown or lacks its value */
    static Options parse(List<String> arguments, Set<String> names) {
        boolean quick = false;
        Set<String> only = new LinkedHashSet<>();
        Path out = Path.of("target", "benchmark.json");
        Deque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String option = left.pop();
            switch (option) {
                case "--quick" -> quick = true;
                case "--only" -> only.addAll(List.of(value(option, left).split(",")));
                case "--out" -> out = Path.of(value(option, left));
                default -> throw new IllegalArgumentException("Unknown " + option + "; there are " + USAGE);
            }
        }
        if (!names.containsAll(only)) {
            throw new IllegalArgumentException("--only knows " + String.join(", ", names));
        }
        return new Options(quick, only, out);
    }

    private static String value(String option, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value; there are " + USAGE);
        }
        return left.pop();
    }
}
