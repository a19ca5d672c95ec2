package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bubblegram.TensorTest;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.loss.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest extends TensorTest {
    private static final SizeBins BINS = SizeBins.parse(List.of("0-1mm", "1-2mm"));
    private static final Spread SPREAD = new Spread(Activation.SOFTMAX, BINS, Basis.NUMBER);

    /**
     * The second of two fractions is sigmoid(z2 - z1), which grows with a normal variable of variance v1 + v2: its quantiles
     * are sigmoid(m +- 1.645 sqrt(v1 + v2)). Of 200 draws the quantile of a normal variable is off by sqrt(0.05 0.95 / 200)
     * over its density of 0.103 there, 0.15 deviations.
     */
    @ParameterizedTest
    @CsvSource({"0, 0.5, 0.5", "1, 0.09, 0.16", "-2, 0, 0.25"})
    void theEndsAreTheQuantilesOfTheFractions(float mean, float v1, float v2) {
        Intervals intervals = SPREAD.intervals(pairs(0, mean), pairs(v1, v2)).get(0);

        double deviation = Math.sqrt(v1 + v2);
        Interval second = intervals.fractions().get(1);
        assertThat(logit(second.low())).isCloseTo(mean - 1.645 * deviation, within(4 * 0.15 * deviation));
        assertThat(logit(second.high())).isCloseTo(mean + 1.645 * deviation, within(4 * 0.15 * deviation));
        Interval first = intervals.fractions().get(0);
        assertThat(first.low()).isCloseTo(1 - second.high(), within(1e-6));
        assertThat(first.high()).isCloseTo(1 - second.low(), within(1e-6));
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    @Test
    void theMeanOfTwoBinsMovesWithTheSecondFraction() {
        Intervals intervals = SPREAD.intervals(pairs(0, 1), pairs(0.5f, 0.5f)).get(0);

        // 0.5 f1 + 1.5 f2 with f1 + f2 = 1
        Interval second = intervals.fractions().get(1);
        assertThat(intervals.low().mean()).isCloseTo(0.5 + second.low(), within(1e-6));
        assertThat(intervals.high().mean()).isCloseTo(0.5 + second.high(), within(1e-6));
        assertThat(intervals.low().d50()).isLessThan(intervals.high().d50());
    }

    @Test
    void logitsWithoutVarianceLeaveNoWidth() {
        Intervals intervals =
                SPREAD.intervals(pairs(0, (float) Math.log(3)), pairs(0, 0)).get(0);

        assertThat(intervals.fractions().get(1).low()).isCloseTo(0.75, within(1e-6));
        assertThat(intervals.fractions().get(1).high()).isCloseTo(0.75, within(1e-6));
        assertThat(intervals.low()).isEqualTo(intervals.high());
    }

    @Test
    void aPictureIsAnsweredTheSameAloneAndAmongOthers() {
        List<Intervals> both = SPREAD.intervals(pairs(0, 1, 2, -1), pairs(0.1f, 0.2f, 0.3f, 0.4f));

        assertThat(both)
                .containsExactly(
                        SPREAD.intervals(pairs(0, 1), pairs(0.1f, 0.2f)).get(0),
                        SPREAD.intervals(pairs(2, -1), pairs(0.3f, 0.4f)).get(0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.25, 2", "0.5, 4", "0.75, 8", "0.875, 12"})
    void aQuantileIsInterpolatedBetweenSortedDraws(double p, double expected) {
        assertThat(Spread.quantile(List.of(8.0, 1.0, 16.0, 2.0, 4.0), Double::doubleValue, p))
                .isEqualTo(expected);
    }
}
