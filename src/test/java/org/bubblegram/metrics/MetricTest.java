package org.bubblegram.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    @ParameterizedTest(name = "{3}")
    @CsvSource(textBlock = """
      1 0 0,   0 1 0,   1,   all mass moves one bin
      1 0 0,   0 0 1,   2,   all mass moves two bins and is not divided by them
      .5 .5 0, 0 .5 .5, 1,   half the mass moves two bins
      .2 .3 .5, .5 .3 .2, .6, .3 moves two bins
      .2 .3 .5, .2 .3 .5, 0, equal
      1 0 0 0 0 0, 0 0 0 0 0 1, 5, the most there is: bins less one
      .25 .25 .25 .25, 0 0 0 1, 1.5, .25 moves three and two and one
      """)
    void earthMoversIsMassTimesBinsMoved(String p, String q, double expected, String why) {
        assertThat(Metric.EMD.of(array(p), array(q))).as(why).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(textBlock = """
      INTERSECTION,     1 0 0,    0 1 0,     0
      INTERSECTION,     .2 .3 .5, .5 .3 .2,  .7
      KULLBACK_LEIBLER, .5 .5,    1 0,       .693147
      KULLBACK_LEIBLER, 1 0,      .5 .5,     6.214608
      KULLBACK_LEIBLER, 0 1,      1 0,       13.815511
      KULLBACK_LEIBLER, .25 .75,  .5 .5,     .143841
      COSINE,           1 0 0,    0 1 0,     0
      COSINE,           .6 .4,    .4 .6,     .923077
      CHEBYSHEV,        .2 .3 .5, .5 .3 .2,  .3
      CHEBYSHEV,        1 0 0,    0 0 1,     1
      """)
    void distancesFitHandComputedOnes(Metric metric, String predicted, String target, double expected) {
        assertThat(metric.of(array(predicted), array(target))).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void theTargetItselfScoresBestAndNothingScoresBetter(Metric metric) {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double[] target = histogram(random, 6);
            double best = metric.of(target, target);
            double other = metric.of(histogram(random, 6), target);

            assertThat(best).isCloseTo(metric.higherIsBetter() ? 1 : 0, within(1e-12));
            assertThat(metric.higherIsBetter() ? other <= best : other >= best).isTrue();
        }
    }

    @Test
    void intersectionIsOneLessHalfTheAbsoluteDifferences() {
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            double[] p = histogram(random, 5);
            double[] q = histogram(random, 5);
            double differences = 0;
            for (int k = 0; k < 5; k++) {
                differences += Math.abs(p[k] - q[k]);
            }
            assertThat(Distances.intersection(p, q)).isCloseTo(1 - differences / 2, within(1e-12));
        }
    }

    @Test
    void earthMoversIsAMetric() {
        Random random = new Random(3);
        for (int i = 0; i < 100; i++) {
            double[] p = histogram(random, 5);
            double[] q = histogram(random, 5);
            double[] r = histogram(random, 5);
            double direct = Distances.earthMovers(p, r);

            assertThat(direct).isCloseTo(Distances.earthMovers(r, p), within(1e-12));
            assertThat(direct).isLessThanOrEqualTo(Distances.earthMovers(p, q) + Distances.earthMovers(q, r) + 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void unknownBinsAreLeftOutOfBothAndTheRestRescaled(Metric metric) {
        double masked = metric.of(array(".2 .5 .1 .2"), array(".25 NaN .25 .5"));

        assertThat(masked).isEqualTo(metric.of(array(".4 .2 .4"), array(".25 .25 .5")), within(1e-12));
    }

    @Test
    void aPredictionWithoutMassInKnownBinsIsTakenAsUniformThere() {
        assertThat(Metric.INTERSECTION.of(array("0 1 0"), array("1 NaN 0"))).isEqualTo(0.5);
    }

    @ParameterizedTest
    @EnumSource
    void aPredictionThatIsNotANumberIsNotHidden(Metric metric) {
        assertThat(metric.of(array("NaN .5"), array(".5 .5"))).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void histogramsOfDifferentLengthsAreRefused(Metric metric) {
        assertThatThrownBy(() -> metric.of(array("1 0"), array("1 0 0"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] array(String numbers) {
        return Arrays.stream(numbers.strip().split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double[] histogram(Random random, int bins) {
        double[] raw = random.doubles(bins).map(x -> x < 0.2 ? 0 : x).toArray();
        raw[random.nextInt(bins)] += 0.1;
        double sum = Arrays.stream(raw).sum();
        return Arrays.stream(raw).map(x -> x / sum).toArray();
    }
}
