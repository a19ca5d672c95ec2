package org.bubblegram.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.loss.Losses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScorerTest {
    private static final double UNKNOWN = Double.NaN;
    private static final double[] FIRST = {0.2, 0.3, 0.5};
    private static final double[] SECOND = {1, 0, 0};
    private static final double[] FIRST_TARGET = {0.5, 0.25, 0.25};
    private static final double[] SECOND_TARGET = {UNKNOWN, 0.4, 0.6};

    @ParameterizedTest
    @EnumSource
    void theWeightedMeanIsTheMeanOfSamplesRepeatedAsOften(Basis basis) {
        Scorer scorer = scorer(basis);

        Scores weighted =
                scorer.score(List.of(FIRST, SECOND), List.of(FIRST_TARGET, SECOND_TARGET), new double[] {3, 1});
        Scores repeated = scorer.score(
                List.of(FIRST, SECOND, FIRST, FIRST),
                List.of(FIRST_TARGET, SECOND_TARGET, FIRST_TARGET, FIRST_TARGET),
                new double[] {1, 1, 1, 1});

        assertSame(weighted.metrics(), repeated.metrics());
        assertSame(weighted.losses(), repeated.losses());
    }

    @Test
    void everyMetricAndEveryLossIsScored() {
        Scores scores = scorer(Basis.NUMBER).score(List.of(FIRST), List.of(FIRST_TARGET), new double[] {1});

        assertThat(scores.metrics().keySet())
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::key).toList());
        assertThat(scores.losses().keySet())
                .containsExactlyElementsOf(Losses.withDefaults().keySet());
        for (Metric metric : Metric.values()) {
            assertThat(scores.of(metric)).isEqualTo(scorer(Basis.NUMBER).score(metric, FIRST, FIRST_TARGET));
        }
    }

    @Test
    void aLossAndAMetricOfOneNameAgree() {
        Scores scores = scorer(Basis.NUMBER)
                .score(List.of(FIRST, SECOND), List.of(FIRST_TARGET, SECOND_TARGET), new double[] {1, 2});

        for (Metric metric : List.of(Metric.EMD, Metric.KULLBACK_LEIBLER, Metric.JENSEN_SHANNON)) {
            assertThat(scores.losses()).containsEntry(metric.key(), scores.of(metric));
        }
        assertThat(scores.losses().get("intersection")).isCloseTo(1 - scores.of(Metric.INTERSECTION), within(1e-12));
    }

    @Test
    void nothingIsInfiniteWhereThePredictionRulesOutWhatIsThere() {
        Scores scores = scorer(Basis.VOLUME)
                .score(List.of(SECOND, SECOND), List.of(new double[] {0, 0, 1}, SECOND_TARGET), new double[] {1, 1});

        assertThat(scores.metrics().values())
                .allSatisfy(value -> assertThat(value).isFinite());
        assertThat(scores.losses().values())
                .allSatisfy(value -> assertThat(value).isFinite());
    }

    @Test
    void thereMustBeOneTargetAndOneWeightAPrediction() {
        Scorer scorer = scorer(Basis.NUMBER);

        assertThatThrownBy(() -> scorer.score(List.of(FIRST), List.of(), new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scorer.score(List.of(FIRST), List.of(FIRST_TARGET), new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Scorer scorer(Basis basis) {
        return new Scorer(SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, 20, Double.POSITIVE_INFINITY), basis);
    }

    private static void assertSame(Map<String, Double> some, Map<String, Double> others) {
        assertThat(some).containsOnlyKeys(others.keySet());
        others.forEach((key, value) -> assertThat(some.get(key)).as(key).isCloseTo(value, within(1e-12)));
    }
}
