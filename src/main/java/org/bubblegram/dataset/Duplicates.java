package org.bubblegram.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the same picture in more than one sample. */
final class Duplicates {
    /** Fractions closer than this are the same label, rounded differently. */
    private static final double SAME = 1e-4;

    private Duplicates() {}

    static void check(List<Examined> examined, Findings findings) {
        Map<String, List<Sample>> byContent = examined.stream()
                .collect(Collectors.groupingBy(
                        Examined::sha256,
                        LinkedHashMap::new,
                        Collectors.mapping(Examined::sample, Collectors.toList())));
        byContent.values().stream().filter(same -> same.size() > 1).forEach(same -> describe(same, findings));
    }

    private static void describe(List<Sample> same, Findings findings) {
        List<String> images = same.stream().map(Sample::image).toList();
        String first = images.get(0);
        findings.add(FindingCode.DUPLICATE_IMAGE, "the same picture: " + String.join(", ", images), first);
        if (same.stream().anyMatch(sample -> differ(sample.target(), same.get(0).target()))) {
            String message = "the same picture with different histograms: " + String.join(", ", images);
            findings.add(FindingCode.DUPLICATE_DIFFERENT_LABELS, message, first);
        }
        if (distinct(same, Sample::split) > 1) {
            String message = "the same picture in more than one split: " + String.join(", ", images);
            findings.add(FindingCode.DUPLICATE_ACROSS_SPLITS, message, first);
        } else if (distinct(same, sample -> sample.group() == null ? sample.image() : sample.group()) > 1) {
            String message = "the same picture in more than one group, so it may be learned from and tested on: "
                    + String.join(", ", images);
            findings.add(FindingCode.DUPLICATE_ACROSS_GROUPS, message, first);
        }
    }

    private static long distinct(List<Sample> samples, Function<Sample, ?> property) {
        return samples.stream().map(property).distinct().count();
    }

    private static boolean differ(Target a, Target b) {
        double[] p = a.fractions();
        double[] q = b.fractions();
        return IntStream.range(0, p.length)
                .anyMatch(i -> Double.isNaN(p[i]) != Double.isNaN(q[i]) || Math.abs(p[i] - q[i]) > SAME);
    }
}
