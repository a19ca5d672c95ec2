package org.bubblegram.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricTest {
    private static final List<Metric> SIZES =
            List.of(Metric.D10_ERROR, Metric.D50_ERROR, Metric.D90_ERROR, Metric.MEAN_ERROR, Metric.D32_ERROR);

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
        assertThat(score(Metric.EMD, p, q)).as(why).isCloseTo(expected, within(1e-12));
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
      JENSEN_SHANNON,   1 0,      0 1,       .693147
      JENSEN_SHANNON,   .5 .5,    1 0,       .215762
      CLARK,            1 0 0,    0 1 0,     1.414214
      CLARK,            .2 .3 .5, .5 .3 .2,  .606092
      CLARK,            .5 .5,    .25 .75,   .388730
      CANBERRA,         1 0 0,    0 1 0,     2
      CANBERRA,         .2 .3 .5, .5 .3 .2,  .857143
      CANBERRA,         .5 .5,    .25 .75,   .533333
      """)
    void distancesFitHandComputedOnes(Metric metric, String predicted, String target, double expected) {
        assertThat(score(metric, predicted, target)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest(name = "{0} {1} {2} {3}")
    @CsvSource(textBlock = """
      NUMBER, 1 0 0,   1 0 0,  0  0  0  0  0
      NUMBER, 0 1 0,   1 0 0, 10 10 10 10  8.571429
      NUMBER, .5 .5 0, 1 0 0,  1  5  9  5  7.5
      NUMBER, 1 0 0, .5 .5 0,  1  5  9  5  7.5
      VOLUME, .5 .5 0, 1 0 0,  1  5  9  .625 2.727273
      """)
    void errorsOfSizesAreThoseReadOffBothHistograms(
            Basis basis, String predicted, String target, String d10d50d90meanD32) {
        Scorer scorer = new Scorer(SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, 20, 40), basis);
        double[] errors = SIZES.stream()
                .mapToDouble(size -> scorer.score(size, array(predicted), array(target)))
                .toArray();

        assertThat(errors).containsExactly(array(d10d50d90meanD32), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void theTargetItselfScoresBestAndNothingScoresBetter(Metric metric) {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double[] target = histogram(random, 6);
            double best = scorer(6).score(metric, target, target);
            double other = scorer(6).score(metric, histogram(random, 6), target);

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
            double direct = scorer(5).score(Metric.EMD, p, r);

            assertThat(direct).isCloseTo(scorer(5).score(Metric.EMD, r, p), within(1e-12));
            assertThat(direct)
                    .isLessThanOrEqualTo(
                            scorer(5).score(Metric.EMD, p, q) + scorer(5).score(Metric.EMD, q, r) + 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_ERROR")
    void unknownBinsAreLeftOutOfBothAndTheRestRescaled(Metric metric) {
        double masked = score(metric, ".2 .5 .1 .2", ".25 NaN .25 .5");

        assertThat(masked).isEqualTo(score(metric, ".4 .2 .4", ".25 .25 .5"), within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*_ERROR")
    void anUnknownBinHasNoMassWhereSizesAreRead(Metric metric) {
        double masked = score(metric, ".2 .5 .1 .2", ".25 NaN .25 .5");

        assertThat(masked).isEqualTo(score(metric, ".4 0 .2 .4", ".25 0 .25 .5"), within(1e-12));
    }

    @Test
    void aPredictionWithoutMassInKnownBinsIsTakenAsUniformThere() {
        assertThat(score(Metric.INTERSECTION, "0 1 0", "1 NaN 0")).isEqualTo(0.5);
        assertThat(score(Metric.D50_ERROR, "0 1 0", "1 NaN 0")).isEqualTo(0.5); // the first bin's end from its middle
    }

    @ParameterizedTest
    @EnumSource
    void aPredictionThatIsNotANumberIsNotHidden(Metric metric) {
        assertThat(score(metric, "NaN .5", ".5 .5")).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void histogramsOfDifferentLengthsAreRefused(Metric metric) {
        assertThatThrownBy(() -> score(metric, "1 0", "1 0 0")).isInstanceOf(IllegalArgumentException.class);
    }

    private static double score(Metric metric, String predicted, String target) {
        double[] y = array(target);
        return scorer(y.length).score(metric, array(predicted), y);
    }

    /** Bins 1 px wide. */
    private static Scorer scorer(int bins) {
        double[] edges = IntStream.rangeClosed(0, bins).asDoubleStream().toArray();
        return new Scorer(SizeBins.of(SizeUnit.PIXEL, edges), Basis.NUMBER);
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
