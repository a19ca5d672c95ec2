package org.bubblegram.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
    private static final SizeBins BINS = SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, 20);

    @Test
    void fractionsThatNearlySumToOneAreRescaled() {
        Histogram histogram = Histogram.of(BINS, Basis.NUMBER, 0.3333, 0.6663);

        assertThat(histogram.fraction(0) + histogram.fraction(1)).isCloseTo(1, within(1e-15));
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        for (double[] bad : new double[][] {{1}, {0.5, 0.6}, {0, 0}, {-0.5, 1.5}, {Double.NaN, 1}, {1, 0, 0}}) {
            assertThatThrownBy(() -> Histogram.of(BINS, Basis.NUMBER, bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "NUMBER, 0.75, 0.25", // 3 of 4
        "AREA,   0.109091, 0.890909", // 1 + 1 + 4 = 6 of 6 + 49
        "VOLUME, 0.028329, 0.971671" // 1 + 1 + 8 = 10 of 10 + 343
    })
    void sizesCountByTheirBasis(Basis basis, double first, double second) {
        Histogram histogram = Histogram.ofSizes(SizeBins.of(SizeUnit.PIXEL, 0, 5, 10), basis, 1, 1, 2, 7, 11)
                .orElseThrow();

        assertThat(histogram.fractions()).containsExactly(new double[] {first, second}, within(1e-6));
    }

    @Test
    void sizesOutsideAllBinsMakeNoHistogram() {
        assertThat(Histogram.ofSizes(BINS, Basis.NUMBER, 20, 30, -1, Double.NaN))
                .isEmpty();
        assertThat(Histogram.ofSizes(BINS, Basis.NUMBER)).isEmpty();
        assertThat(Histogram.ofSizes(BINS, Basis.VOLUME, 0)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
      NUMBER | 1 0   |  5     1  5  9  7.5       | uniform from 0 to 10: d32 = (10^3/4) / (10^2/3)
      NUMBER | .5 .5 | 10     2 10 18 15         | uniform from 0 to 20
      NUMBER | 0 1   | 15    11 15 19 16.071429  | 3750 / (7000/30), the empty bin is passed over
      VOLUME | 0 1   | 15    11 15 19 16.071429  | one bin: the basis makes no difference
      AREA   | .5 .5 |  6.25  2 10 18 11.785714  | counts .5/33.3 : .5/233.3 = 7 : 1
      VOLUME | .5 .5 |  5.625 2 10 18 10.227273  | counts .5/250 : .5/3750 = 15 : 1
      """)
    void statisticsAreThoseOfUniformDensityInsideEachBin(
            Basis basis, String fractions, String meanD10D50D90D32, String why) {
        SizeStatistics read = Histogram.of(BINS, basis, numbers(fractions)).statistics();

        assertThat(new double[] {read.mean(), read.d10(), read.d50(), read.d90(), read.d32()})
                .as(why)
                .containsExactly(numbers(meanD10D50D90D32), within(1e-6));
        assertThat(read.span()).isCloseTo((read.d90() - read.d10()) / read.d50(), within(1e-12));
    }

    private static double[] numbers(String text) {
        return Stream.of(text.strip().split("\\s+", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void anOpenLastBinIsClosedAsFarUpAsTheBinBeforeItIsWide() {
        SizeBins open = SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, Double.POSITIVE_INFINITY);

        assertThat(Histogram.of(open, Basis.NUMBER, 0.4, 0.6).statistics())
                .isEqualTo(Histogram.of(BINS, Basis.NUMBER, 0.4, 0.6).statistics());
    }

    @Test
    void theMedianOfTwoHalvesWithAGapIsTheEndOfTheFirst() {
        SizeBins bins = SizeBins.of(SizeUnit.MILLIMETRE, 0, 10, 20, 30);

        assertThat(Histogram.of(bins, Basis.NUMBER, 0.5, 0, 0.5).statistics().d50())
                .isEqualTo(10);
    }

    @Test
    void momentsOfNarrowBinsFarFromZeroKeepTheirDigits() {
        assertThat(SizeStatistics.uniformMoment(1e6, 1e6 + 1e-6, 3)).isCloseTo(1e18, within(1e7));
        assertThat(SizeStatistics.uniformMoment(10, 20, 0)).isEqualTo(1);
        assertThat(SizeStatistics.uniformMoment(10, 20, 2)).isCloseTo(7000 / 30.0, within(1e-12));
    }
}
