package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.metrics.Metric;
import org.bubblegram.metrics.Scorer;

/** Looks at all samples together: what would make a model learn the wrong thing, or its score a lie. */
final class LabelDoctor {
    /** Below this many samples or groups, parts that are held out say little. */
    private static final int FEW_SAMPLES = 30;

    private static final int FEW_GROUPS = 3;
    private static final double DOMINATING = 0.8;
    private static final double HARDLY_VARYING = 0.95;

    private final SizeBins bins;
    private final Scorer scorer;
    private final List<Sample> samples;
    private final Findings findings;

    private LabelDoctor(Scorer scorer, List<Sample> samples, Findings findings) {
        this.bins = scorer.bins();
        this.scorer = scorer;
        this.samples = samples;
        this.findings = findings;
    }

    /** Adds to the findings and sums up; without samples there is nothing to look at. */
    static LabelReport report(Scorer scorer, List<Examined> examined, Findings findings) {
        if (examined.isEmpty()) {
            return LabelReport.of(findings.all());
        }
        List<Sample> samples = examined.stream().map(Examined::sample).toList();
        return new LabelDoctor(scorer, samples, findings).report(examined);
    }

    private LabelReport report(List<Examined> examined) {
        double[] mean = meanHistogram();
        var floor = new LabelReport.Floor(score(Metric.INTERSECTION, mean), score(Metric.EMD, mean));
        Duplicates.check(examined, findings);
        checkCounts();
        checkGroups();
        checkDimensions();
        checkBins(mean);
        if (samples.size() > 1 && floor.intersection() > HARDLY_VARYING) {
            String message =
                    "the histograms hardly differ: the mean one intersects them by " + round(floor.intersection());
            findings.add(FindingCode.LABELS_HARDLY_VARY, message);
        }
        noteUnusual(examined);
        return new LabelReport(
                samples.size(), groups(), DoubleStream.of(mean).boxed().toList(), floor, findings.all());
    }

    /** The mean of each bin over the samples that know it, rescaled to sum to 1. */
    private double[] meanHistogram() {
        double[] means = IntStream.range(0, bins.count())
                .mapToDouble(bin -> samples.stream()
                        .filter(sample -> sample.target().known(bin))
                        .mapToDouble(sample -> sample.target().fraction(bin))
                        .average()
                        .orElse(0))
                .toArray();
        double sum = DoubleStream.of(means).sum();
        return DoubleStream.of(means).map(mean -> mean / sum).toArray();
    }

    private double score(Metric metric, double[] answer) {
        return samples.stream()
                .mapToDouble(
                        sample -> scorer.score(metric, answer, sample.target().fractions()))
                .average()
                .orElseThrow();
    }

    private int groups() {
        long alone = samples.stream().filter(sample -> sample.group() == null).count();
        return (int) (alone + namedGroups());
    }

    private long namedGroups() {
        return samples.stream()
                .map(Sample::group)
                .filter(Objects::nonNull)
                .distinct()
                .count();
    }

    private void checkCounts() {
        if (samples.size() < FEW_SAMPLES) {
            String message = samples.size() + " samples: scores on parts of them will say little";
            findings.add(FindingCode.FEW_SAMPLES, message);
        }
    }

    private void checkGroups() {
        long named = namedGroups();
        long alone = samples.stream().filter(sample -> sample.group() == null).count();
        if (named == 0) {
            findings.add(
                    FindingCode.NO_GROUPS,
                    "no groups are given; if some images are of the same video, camera or day, name it in a column"
                            + " 'group', or the scores will be too good");
        } else if (alone > 0) {
            findings.add(FindingCode.GROUP_MISSING, alone + " samples have no group; each is taken as its own");
        }
        if (named > 0 && groups() < FEW_GROUPS) {
            findings.add(
                    FindingCode.FEW_GROUPS,
                    named + " groups cannot be shared out to train, validation and test; split by sample if you must");
        }
        Map<String, List<Split>> splits = samples.stream()
                .filter(sample -> sample.group() != null && sample.split() != null)
                .collect(Collectors.groupingBy(
                        Sample::group, TreeMap::new, Collectors.mapping(Sample::split, Collectors.toList())));
        splits.forEach((group, parts) -> {
            if (parts.stream().distinct().count() > 1) {
                String message = "group '" + group + "' is in more than one split: what is held out was half seen";
                findings.add(FindingCode.GROUP_ACROSS_SPLITS, message);
            }
        });
    }

    private void checkDimensions() {
        List<String> dimensions = samples.stream()
                .map(sample -> sample.width() + "x" + sample.height())
                .distinct()
                .sorted()
                .toList();
        if (dimensions.size() > 1 && bins.unit() != SizeUnit.PERCENT_OF_WIDTH) {
            String some = String.join(", ", dimensions.subList(0, Math.min(5, dimensions.size())));
            findings.add(
                    FindingCode.MIXED_DIMENSIONS,
                    "images have " + dimensions.size() + " dimensions (" + some + ") and sizes are in "
                            + bins.unit().symbol()
                            + ": all are resized to one input, so the same size looks different in them");
        }
    }

    private void checkBins(double[] mean) {
        for (int bin = 0; bin < mean.length; bin++) {
            if (mean[bin] == 0) {
                String message = "bin " + bins.label(bin) + " is empty in all samples: it cannot be learned";
                findings.add(FindingCode.BIN_EMPTY, message);
            }
            if (mean[bin] > DOMINATING && mean.length > 1) {
                String message = "bin " + bins.label(bin) + " holds " + round(mean[bin]) + " of everything on average";
                findings.add(FindingCode.BIN_DOMINATES, message);
            }
        }
    }

    private void noteUnusual(List<Examined> examined) {
        Map<String, List<String>> images = new TreeMap<>();
        for (Examined it : examined) {
            for (String warning : it.warnings()) {
                images.computeIfAbsent(warning, w -> new ArrayList<>())
                        .add(it.sample().image());
            }
        }
        images.forEach((warning, names) -> findings.add(
                FindingCode.IMAGE_UNUSUAL, warning + ": " + names.size() + " images, the first is " + names.get(0)));
    }

    private static String round(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
