package org.bubblegram.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.loss.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpreadTest {
    private static final SizeBins BINS = SizeBins.parse(List.of("0-1mm", "1-2mm"));
    private static final Spread SPREAD = new Spread(Activation.SOFTMAX, BINS, Basis.NUMBER);

    private static double[] pair(double first, double second) {
        return new double[] {first, second};
    }

    /**
     * The second of two fractions is sigmoid(z2 - z1), which grows with a normal variable of variance v1 + v2: its quantiles
     * are sigmoid(m +- 1.645 sqrt(v1 + v2)). Of 200 draws the quantile of a normal variable is off by sqrt(0.05 0.95 / 200)
     * over its density of 0.103 there, 0.15 deviations.
     */
    @ParameterizedTest
    @CsvSource({"0, 0.5, 0.5", "1, 0.09, 0.16", "-2, 0, 0.25"})
    void theEndsAreTheQuantilesOfTheFractions(double mean, double v1, double v2) {
        Intervals intervals = SPREAD.intervals(pair(0, mean), pair(v1, v2));

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
        Intervals intervals = SPREAD.intervals(pair(0, 1), pair(0.5, 0.5));

        // 0.5 f1 + 1.5 f2 with f1 + f2 = 1
        Interval second = intervals.fractions().get(1);
        assertThat(intervals.low().mean()).isCloseTo(0.5 + second.low(), within(1e-6));
        assertThat(intervals.high().mean()).isCloseTo(0.5 + second.high(), within(1e-6));
        assertThat(intervals.low().d50()).isLessThan(intervals.high().d50());
    }

    @Test
    void logitsWithoutVarianceLeaveNoWidth() {
        Intervals intervals = SPREAD.intervals(pair(0, Math.log(3)), pair(0, 0));

        assertThat(intervals.fractions().get(1).low()).isCloseTo(0.75, within(1e-6));
        assertThat(intervals.fractions().get(1).high()).isCloseTo(0.75, within(1e-6));
        assertThat(intervals.low()).isEqualTo(intervals.high());
    }

    @Test
    void theSameLogitsHaveTheSameIntervalsEveryTime() {
        assertThat(SPREAD.intervals(pair(2, -1), pair(0.3, 0.4)))
                .isEqualTo(SPREAD.intervals(pair(2, -1), pair(0.3, 0.4)));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.25, 2", "0.5, 4", "0.75, 8", "0.875, 12"})
    void aQuantileIsInterpolatedBetweenSortedDraws(double p, double expected) {
        assertThat(Spread.quantile(List.of(8.0, 1.0, 16.0, 2.0, 4.0), Double::doubleValue, p))
                .isEqualTo(expected);
    }
}
