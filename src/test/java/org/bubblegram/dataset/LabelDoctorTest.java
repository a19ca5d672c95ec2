package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.LabelReport.Finding;
import org.bubblegram.dataset.LabelReport.Severity;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.metrics.Scorer;
import org.junit.jupiter.api.Test;

class LabelDoctorTest {
    private static final SizeBins PX = SizeBins.parse(List.of("0-1px", "1-2px", "2px+"));
    private static final SizeBins PERCENT = SizeBins.parse(List.of("0-1%w", "1-2%w", "2%w+"));

    private final List<Examined> samples = new ArrayList<>();

    @Test
    void theConstantAnswerIsTheMeanHistogramAndScoredOnTheSameSamples() {
        add("a", "g", null, 1, 0, 0);
        add("b", "g", null, 0, 0, 1);

        LabelReport report = report(PX);

        assertThat(report.meanHistogram()).containsExactly(.5, 0.0, .5);
        assertThat(report.constantAnswer()).isEqualTo(new LabelReport.Floor(.5, 1)); // half the mass moves two bins
        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.groups()).isEqualTo(1);
    }

    @Test
    void unknownBinsCountNeitherInTheMeanNorInTheScores() {
        add("a", null, null, .5, .5, Double.NaN);
        add("b", null, null, .25, .25, .5);

        LabelReport report = report(PX);

        assertThat(report.meanHistogram().get(0)).isCloseTo(.3, within(1e-12)); // .375 : .375 : .5
        assertThat(report.constantAnswer().intersection()).isCloseTo((1 + .9) / 2, within(1e-12));
        assertThat(report.groups()).isEqualTo(2);
    }

    @Test
    void nothingIsFoundInASoundDataSet() {
        addSound(PERCENT, 30);

        assertThat(report(PERCENT).findings()).isEmpty();
    }

    @Test
    void anEmptyAndADominatingBinAreNamed() {
        addSound(PX, 0);
        add("a", "g", null, .1, .9, 0);
        add("b", "h", null, .05, .95, 0);

        assertThat(messages(report(PX)))
                .contains(
                        "bin_empty: bin 2px+ is empty in all samples: it cannot be learned",
                        "bin_dominates: bin 1-2px holds 0.93 of everything on average",
                        "labels_hardly_vary: the histograms hardly differ: the mean one intersects them by 0.98");
    }

    @Test
    void fewSamplesAndFewGroupsAreWarnedOf() {
        addSound(PX, 29);
        assertThat(codes(report(PX))).containsExactly("few_samples");

        samples.clear();
        add("a", "g", null, 1, 0, 0);
        add("b", "h", null, 0, .5, .5);
        assertThat(codes(report(PX))).contains("few_groups");

        add("c", null, null, 0, .5, .5);
        assertThat(codes(report(PX))).contains("group_missing").doesNotContain("few_groups", "no_groups");
    }

    @Test
    void missingGroupsAreOnlyNoted() {
        add("a", null, null, 1, 0, 0);

        assertThat(report(PX).findings())
                .filteredOn(finding -> finding.code().equals("no_groups"))
                .extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }

    @Test
    void imagesOfDifferentDimensionsAreDoubtfulUnlessSizesArePartsOfThem() {
        for (SizeBins bins : List.of(PX, PERCENT)) {
            samples.clear();
            addSound(bins, 30);
            samples.add(examined("wide", "w", "g1", null, new Target(0, 1, 0)));

            assertThat(codes(report(bins)).contains("mixed_dimensions")).isEqualTo(bins.equals(PX));
        }
    }

    @Test
    void theSamePictureTwiceIsFoundWithWhatIsWrongAboutIt() {
        addSound(PX, 30);
        samples.add(examined("x", "same", "g1", null, new Target(1, 0, 0)));
        samples.add(examined("y", "same", "g1", null, new Target(1, 0, 0)));
        assertThat(codes(report(PX))).containsExactly("duplicate_image");

        samples.add(examined("z", "same", "g1", null, new Target(0, 1, 0)));
        assertThat(codes(report(PX))).containsExactly("duplicate_image", "duplicate_different_labels");

        samples.set(samples.size() - 1, examined("z", "same", "g2", null, new Target(1, 0, 0)));
        assertThat(codes(report(PX))).containsExactly("duplicate_image", "duplicate_across_groups");

        samples.set(samples.size() - 1, examined("z", "same", "g1", Split.TEST, new Target(1, 0, 0)));
        assertThat(codes(report(PX))).containsExactly("duplicate_image", "duplicate_across_splits");
    }

    @Test
    void aGroupInTwoSplitsIsFound() {
        addSound(PX, 30);
        add("x", "g1", Split.TRAIN, 1, 0, 0);
        assertThat(codes(report(PX))).isEmpty();

        add("y", "g1", Split.TEST, 1, 0, 0);
        assertThat(codes(report(PX))).containsExactly("group_across_splits");
    }

    @Test
    void theMostSevereFindingStandsFirst() {
        Findings findings = new Findings();
        findings.add(FindingCode.NO_GROUPS, "note");
        findings.add(FindingCode.FEW_SAMPLES, "warning");
        findings.add(FindingCode.ROW_SUM, "error");

        assertThat(findings.all()).extracting(Finding::message).containsExactly("error", "warning", "note");
        assertThat(findings.errors()).extracting(Finding::code).containsExactly("row_sum");
    }

    private void addSound(SizeBins bins, int count) {
        IntStream.range(0, count).forEach(i -> {
            double[] fractions = new double[bins.count()];
            fractions[i % 3] = 1;
            add("s" + i, "g" + i % 3, null, fractions);
        });
    }

    private void add(String image, String group, Split split, double... fractions) {
        samples.add(examined(image, image, group, split, new Target(fractions)));
    }

    private static Examined examined(String image, String content, String group, Split split, Target target) {
        int width = image.equals("wide") ? 16 : 8;
        return new Examined(new Sample(0, image, group, split, target, 1, null, "blob", width, 8), content, List.of());
    }

    private LabelReport report(SizeBins bins) {
        return LabelDoctor.report(new Scorer(bins, Basis.NUMBER), samples, new Findings());
    }

    private static List<String> codes(LabelReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    private static List<String> messages(LabelReport report) {
        return report.findings().stream()
                .map(finding -> finding.code() + ": " + finding.message())
                .toList();
    }
}
