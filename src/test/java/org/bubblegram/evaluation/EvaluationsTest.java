package org.bubblegram.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bubblegram.dataset.ConstantAnswer;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.evaluation.EvaluationReport.Score;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.loss.Losses;
import org.bubblegram.metrics.Metric;
import org.bubblegram.metrics.Scorer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EvaluationsTest {
    private static final Scorer SCORER = new Scorer(SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, 20, 30), Basis.NUMBER);
    private static final double UNKNOWN = Double.NaN;

    @Test
    void theConstantAnswerIsTheWeightedMeanOfTheTrainingHistograms() {
        List<Sample> training = List.of(sample(3, 1, 0, 0), sample(1, 0, 0.5, 0.5));

        assertThat(ConstantAnswer.of(training)).containsExactly(0.75, 0.125, 0.125);
    }

    @Test
    void anUnknownBinCountsOnlyWhereItIsKnown() {
        // bin means: (.5 + .5) / 2, (.25 + .5) / 2 and .25 from the one that knows it: .5, .375, .25, over 1.125
        List<Sample> training = List.of(sample(1, 0.5, 0.25, 0.25), sample(1, 0.5, 0.5, UNKNOWN));

        assertThat(ConstantAnswer.of(training))
                .containsExactly(new double[] {0.5 / 1.125, 0.375 / 1.125, 0.25 / 1.125}, within(1e-12));
    }

    @Test
    void aBinThatNobodyKnowsIsNeverAnswered() {
        List<Sample> training = List.of(sample(1, 0.5, 0.5, UNKNOWN));

        assertThat(ConstantAnswer.of(training)).containsExactly(0.5, 0.5, 0);
    }

    @Test
    void scoresAreWeightedMeansWithTheConstantAnswerBeside() {
        List<Sample> samples = List.of(sample(3, 1, 0, 0), sample(1, 0, 0, 1));
        List<double[]> predictions = List.of(new double[] {1, 0, 0}, new double[] {0, 1, 0});
        double[] constantAnswer = {0.75, 0, 0.25};

        EvaluationReport report = Evaluations.report(SCORER, samples, predictions, List.of(0.5, 2.5), constantAnswer);

        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.loss()).isEqualTo(1); // (3 x .5 + 2.5) / 4
        assertThat(report.metrics().get("emd").model()).isCloseTo(0.25, within(1e-12)); // (3 x 0 + 1) / 4
        assertThat(report.metrics().get("emd").constantAnswer()).isCloseTo(0.75, within(1e-12)); // (3 x .5 + 1.5) / 4
        assertThat(report.metrics().get("intersection").model()).isCloseTo(0.75, within(1e-12));
        assertThat(report.metrics().get("intersection").constantAnswer())
                .isCloseTo(0.625, within(1e-12)); // (3 x .75 + .25) / 4
        assertThat(report.metrics().get("d50-error").model()).isCloseTo(2.5, within(1e-12)); // (3 x 0 + 10) / 4
        // (3 x |6.667 - 5| + |6.667 - 25|) / 4
        assertThat(report.metrics().get("d50-error").constantAnswer()).isCloseTo(35 / 6.0, within(1e-12));
        assertThat(report.losses().get("softmax-l1").model()).isCloseTo(0.5, within(1e-12)); // (3 x 0 + 2) / 4
        assertThat(report.losses().get("softmax-l1").constantAnswer()).isCloseTo(0.75, within(1e-12));
        assertThat(report.losses().get("iou").model()).isCloseTo(0.25, within(1e-12)); // (3 x 0 + 1) / 4
    }

    @Test
    void everyMetricAndEveryLossIsReported() {
        List<Sample> samples = List.of(sample(1, 1, 0, 0));
        double[] constantAnswer = {0.5, 0.5, 0};

        EvaluationReport report =
                Evaluations.report(SCORER, samples, List.of(new double[] {1, 0, 0}), List.of(0.0), constantAnswer);

        assertThat(report.metrics().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::key).toList());
        assertThat(report.losses().keySet())
                .containsExactlyElementsOf(Losses.withDefaults().keySet());
    }

    @Test
    void aReportIsReadBackAsItWasWrittenAndOneFromBeforeThereWereLossesIsReadToo() {
        EvaluationReport report =
                new EvaluationReport(3, 0.5, Map.of("emd", new Score(0.25, 0.75)), Map.of("iou", new Score(0.5, 1)));
        JsonMapper json = JsonMapper.shared();

        assertThat(json.readValue(json.writeValueAsString(report), EvaluationReport.class))
                .isEqualTo(report);
        assertThat(json.readValue("""
                {"samples": 3, "loss": 0.5, "metrics": {"emd": {"model": 0.25, "constantAnswer": 0.75}}}""", EvaluationReport.class))
                .isEqualTo(new EvaluationReport(3, 0.5, report.metrics(), Map.of()));
    }

    @Test
    void anUnknownBinIsLeftOutOfTheScore() {
        List<Sample> samples = List.of(sample(1, 0.5, 0.5, UNKNOWN));
        List<double[]> predictions = List.of(new double[] {0.25, 0.25, 0.5}); // .5 and .5 among the known bins

        EvaluationReport report =
                Evaluations.report(SCORER, samples, predictions, List.of(0.0), new double[] {0.5, 0.5, 0});

        assertThat(report.metrics().get("intersection").model()).isCloseTo(1, within(1e-12));
    }

    @Test
    void everySampleNeedsAPredictionAndALoss() {
        List<Sample> samples = List.of(sample(1, 1, 0));

        assertThatThrownBy(() -> Evaluations.report(SCORER, samples, List.of(), List.of(0.0), new double[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Sample sample(double weight, double... fractions) {
        return new Sample(0, "a.png", null, null, new Target(fractions), weight, null, "blob", 32, 32);
    }
}
