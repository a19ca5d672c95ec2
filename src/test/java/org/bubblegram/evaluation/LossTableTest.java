package org.bubblegram.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.bubblegram.evaluation.EvaluationReport.Score;
import org.bubblegram.evaluation.LossTable.Fold;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.EarthMovers;
import org.bubblegram.loss.KullbackLeibler;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.SoftmaxL2;
import org.bubblegram.loss.SquaredEarthMovers;
import org.bubblegram.metrics.Metric;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LossTableTest {
    private static final Loss BEST = new SquaredEarthMovers();
    private static final Loss CLOSE = new KullbackLeibler();
    private static final Loss FAR = new SoftmaxL2();

    @Test
    void aMeanOverThreeFoldsHasTheIntervalOfStudentsTWithTwoDegreesOfFreedom() {
        // deviation 0.1, over sqrt(3): 0.057735; times 4.3027: 0.248417
        FoldMean mean = FoldMean.of(List.of(1.0, 1.1, 0.9));

        assertThat(mean.mean()).isCloseTo(1, within(1e-12));
        assertThat(mean.low()).isCloseTo(0.751583, within(1e-6));
        assertThat(mean.high()).isCloseTo(1.248417, within(1e-6));
        assertThat(mean.values()).containsExactly(1.0, 1.1, 0.9);
    }

    @Test
    void aMeanOverTenFoldsHasTheIntervalOfStudentsTWithNineDegreesOfFreedom() {
        // five 0s and five 2s: deviation sqrt(10 / 9), over sqrt(10): 1 / 3; times 2.2622
        FoldMean mean = FoldMean.of(List.of(0.0, 2.0, 0.0, 2.0, 0.0, 2.0, 0.0, 2.0, 0.0, 2.0));

        assertThat(mean.high()).isCloseTo(1 + 2.2622 / 3, within(1e-9));
    }

    @Test
    void theBestMeanIsRecommendedAndWhatDiffersFromItByNoMoreThanFoldsDoIsEquallyGood() {
        // CLOSE - BEST: .01, -.005, .01, mean .005, interval .005 +- .0215: holds 0
        // FAR - BEST: .1 everywhere, interval a point: alone it overlaps BEST, fold by fold it is always worse
        LossTable table = table(
                Metric.EMD, 1.18, emd(FAR, 0.5, 0.51, 0.52), emd(BEST, 0.4, 0.41, 0.42), emd(CLOSE, 0.41, 0.405, 0.43));

        assertThat(table.losses()).extracting(LossTable.LossRow::loss).containsExactly(BEST, CLOSE, FAR);
        assertThat(table.recommendation().loss()).isEqualTo(BEST);
        assertThat(table.recommendation().equallyGood()).containsExactly(CLOSE);
        assertThat(table.recommendation().sentence())
                .isEqualTo("squared-emd had the lowest EMD (0.41 bins, 0.39 to 0.43; a constant answer has 1.18)."
                        + " kullback-leibler cannot be told apart from it within the uncertainty of 3 folds.");
        assertThat(table.constantAnswer().get("emd").mean()).isCloseTo(1.18, within(1e-12));
    }

    @Test
    void whereHigherIsBetterTheHighestMeanIsRecommended() {
        LossTable table = table(
                Metric.INTERSECTION,
                0.4,
                scored(BEST, "intersection", 0.75, 0.76, 0.77),
                scored(CLOSE, "intersection", 0.74, 0.75, 0.78),
                scored(FAR, "intersection", 0.75, 0.76, 0.76));

        assertThat(table.recommendation().sentence())
                .isEqualTo(
                        "squared-emd had the highest intersection (0.76, 0.74 to 0.78; a constant answer has 0.40)."
                                + " kullback-leibler and softmax-l2 cannot be told apart from it within the uncertainty of 3 folds.");
    }

    @Test
    void noLossIsRecommendedWhereNoneBeatsTheConstantAnswer() {
        LossTable table = table(Metric.EMD, 0.7, emd(BEST, 0.7, 0.8, 0.75), emd(FAR, 0.9, 0.9, 0.9));

        assertThat(table.recommendation().loss()).isNull();
        assertThat(table.recommendation().equallyGood()).isEmpty();
        assertThat(table.recommendation().sentence())
                .isEqualTo("No loss beats the constant answer, whose EMD is 0.70 bins; the best of a loss is 0.75.");
    }

    @Test
    void aBestLossThatMayBeNoBetterThanTheConstantAnswerIsSaidToBeSo() {
        LossTable table = table(Metric.EMD, 0.7, emd(BEST, 0.6, 0.75, 0.69), emd(FAR, 0.9, 0.9, 0.9));

        assertThat(table.recommendation().loss()).isEqualTo(BEST);
        assertThat(table.recommendation().sentence())
                .contains("It is no better than the constant answer within the uncertainty of 3 folds.");
    }

    @Test
    void aLossWorseThanTheConstantAnswerIsNeverEquallyGoodHoweverMuchFoldsDiffer() {
        // CLOSE - BEST: .2, -.05, .2, an interval that holds 0; its mean of .717 is worse than .7, FAR's of .693 is not
        LossTable table = table(
                Metric.EMD, 0.7, emd(BEST, 0.5, 0.8, 0.5), emd(CLOSE, 0.7, 0.75, 0.7), emd(FAR, 0.65, 0.78, 0.65));

        assertThat(table.recommendation().loss()).isEqualTo(BEST);
        assertThat(table.recommendation().equallyGood()).containsExactly(FAR);
        assertThat(table.recommendation().sentence()).doesNotContain("kullback-leibler");
    }

    @Test
    void whereHigherIsBetterALossBelowTheConstantAnswerIsNeverEquallyGood() {
        LossTable table = table(
                Metric.INTERSECTION,
                0.6,
                scored(BEST, "intersection", 0.8, 0.5, 0.8),
                scored(CLOSE, "intersection", 0.6, 0.58, 0.6));

        assertThat(table.recommendation().loss()).isEqualTo(BEST);
        assertThat(table.recommendation().equallyGood()).isEmpty();
    }

    @Test
    void aLossThatDivergedInAFoldStandsLastWithoutNumbers() {
        LossTable table = LossTable.of(
                List.of(FAR, BEST),
                List.of(
                        new Fold(List.of(Optional.empty(), report("emd", 0.4, 1))),
                        new Fold(List.of(report("emd", 0.1, 1), report("emd", 0.5, 1)))),
                Metric.EMD);

        assertThat(table.losses()).extracting(LossTable.LossRow::loss).containsExactly(BEST, FAR);
        assertThat(table.losses().get(1).metrics()).isNull();
        assertThat(table.losses().get(1).losses()).isNull();
        assertThat(table.constantAnswer().get("emd").values()).containsExactly(1.0, 1.0);
        assertThat(table.recommendation().loss()).isEqualTo(BEST);
        assertThat(table.recommendation().equallyGood()).isEmpty();
    }

    @Test
    void everyLossIsAColumnToo() {
        LossTable table = table(Metric.EMD, 1, emd(FAR, 0.5, 0.7), emd(BEST, 0.2, 0.4));

        assertThat(table.losses().get(0).losses().get("iou").mean()).isCloseTo(3, within(1e-12));
        assertThat(table.losses().get(1).losses().get("iou").values()).containsExactly(5.0, 7.0);
        assertThat(table.constantAnswerLosses().get("iou").mean()).isCloseTo(10, within(1e-12));
    }

    @Test
    void aTableFromBeforeThereWereLossesIsRead() {
        LossTable table = JsonMapper.shared().readValue("""
                {"metric": "emd", "losses": [{"loss": {"type": "emd"}, "metrics": {}}], "constantAnswer": {},
                 "recommendation": {"loss": null, "sentence": "s", "equallyGood": []}}""", LossTable.class);

        assertThat(table.constantAnswerLosses()).isEmpty();
        assertThat(table.losses().get(0).losses()).isNull();
    }

    @Test
    void lossesOfOneTypeAreToldApartByTheirParameters() {
        LossTable table = table(
                Metric.EMD,
                1,
                emd(new Cosine(0.5), 0.041, 0.042, 0.043),
                emd(new Cosine(0.1), 0.042, 0.043, 0.044),
                emd(new EarthMovers(), 0.041, 0.042, 0.044));

        assertThat(table.recommendation().sentence())
                .startsWith("cosine (magnitudePenalty 0.5) had the lowest EMD (0.042 bins,")
                .endsWith("emd cannot be told apart from it within the uncertainty of 3 folds.");
    }

    private record Scored(Loss loss, String metric, List<Double> values) {}

    private static Scored scored(Loss loss, String metric, double... values) {
        return new Scored(loss, metric, DoubleStream.of(values).boxed().toList());
    }

    private static Scored emd(Loss loss, double... values) {
        return scored(loss, "emd", values);
    }

    private static LossTable table(Metric metric, double constantAnswer, Scored... scored) {
        List<Fold> folds = IntStream.range(0, scored[0].values.size())
                .mapToObj(fold -> new Fold(List.of(scored).stream()
                        .map(loss -> report(loss.metric, loss.values.get(fold), constantAnswer))
                        .toList()))
                .toList();
        return LossTable.of(List.of(scored).stream().map(Scored::loss).toList(), folds, metric);
    }

    /** The loss scores ten times as much as the metric. */
    private static Optional<EvaluationReport> report(String metric, double value, double constantAnswer) {
        return Optional.of(new EvaluationReport(
                1,
                0,
                Map.of(metric, new Score(value, constantAnswer)),
                Map.of("iou", new Score(10 * value, 10 * constantAnswer))));
    }
}
