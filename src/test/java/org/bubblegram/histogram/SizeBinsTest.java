package org.bubblegram.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeBinsTest {
    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
      0-10mm, 10-40mm, 40mm+  | 0-10mm, 10-40mm, 40mm+   | an open end
      0-3.5%w, 3.5-7%w        | 0-3.5%w, 3.5-7%w         | percent of width, decimals
      0-5µm, 5-10μm, 10um+    | 0-5um, 5-10um, 10um+     | micro sign, Greek mu and u
      ' 0 - 1 px , 1 px + '   | 0-1px, 1px+              | spaces
      0-1.50mm, 1.5-02mm      | 0-1.5mm, 1.5-2mm         | trailing and leading zeros
      5-6px                   | 5-6px                    | one bin that does not start at 0
      0.000001-1000000mm      | 0.000001-1000000mm       | no exponents
      """)
    void binsAreReadFromLabelsAndWrittenBack(String labels, String written, String why) {
        SizeBins bins = SizeBins.parse(split(labels));

        assertThat(bins.labels()).isEqualTo(split(written));
        assertThat(SizeBins.parse(bins.labels())).isEqualTo(bins).hasSameHashCodeAs(bins);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
      0-10                | is not a bin
      0-10cm              | is not a bin
      10mm                | is not a bin
      0-10mm+             | is not a bin
      -1-10mm             | is not a bin
      1e3-2e3mm           | is not a bin
      0,5-1mm             | is not a bin
      10mm+, 20mm+        | does not start where
      0-1mm, 1-2px        | another unit
      0-1mm, 1mm+, small  | is not a bin
      0-1mm, 2-3mm        | does not start where
      0-2mm, 1-3mm        | does not start where
      5-5mm               | edges must ascend
      5-3mm               | edges must ascend
      """)
    void whatIsNoBinIsRefusedWithTheRuleItBreaks(String labels, String rule) {
        assertThatThrownBy(() -> SizeBins.parse(split(labels)))
                .isInstanceOf(InvalidBins.class)
                .hasMessageContaining(rule);
    }

    @Test
    void aLabelOutsideTheGrammarIsAnsweredWithTheGrammar() {
        assertThatThrownBy(() -> SizeBins.parse(List.of("small", "large"))).hasMessageContaining(SizeBins.GRAMMAR);
        assertThatThrownBy(() -> SizeBins.parse(List.of())).hasMessageContaining(SizeBins.GRAMMAR);
    }

    @Test
    void edgesMustBeNumbersFromZeroUpAndNotTooMany() {
        double[] many = new double[SizeBins.MAX_COUNT + 2];
        Arrays.setAll(many, i -> i);
        for (double[] edges : new double[][] {{1}, {-1, 1}, {Double.NaN, 1}, {0, Double.NaN}, {1, 1}, many}) {
            assertThatThrownBy(() -> SizeBins.of(SizeUnit.PIXEL, edges)).isInstanceOf(InvalidBins.class);
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({"-0.1,-1", "0,0", "9.99,0", "10,1", "39.9,1", "40,2", "1e9,2", "Infinity,-1", "NaN,-1"})
    void aBinHoldsItsLowerEndAndNotItsUpper(double size, int bin) {
        assertThat(SizeBins.parse(List.of("0-10mm", "10-40mm", "40mm+")).indexOf(size))
                .isEqualTo(bin);
    }

    @Test
    void nothingLiesAboveAClosedLastBin() {
        SizeBins bins = SizeBins.parse(List.of("1-2mm", "2-4mm"));

        assertThat(bins.indexOf(4)).isEqualTo(-1);
        assertThat(bins.outside(0.5, 1, 3.9, 4, 5)).isEqualTo(3);
        assertThat(bins.open()).isFalse();
    }

    @Test
    void anOpenBinIsTakenToBeAsWideAsTheOneBeforeIt() {
        assertThat(SizeBins.parse(List.of("0-10mm", "10-40mm", "40mm+")).centres())
                .containsExactly(5, 25, 55);
        assertThat(SizeBins.parse(List.of("40mm+")).centres()).containsExactly(60);
        assertThat(SizeBins.parse(List.of("0mm+")).centres()).containsExactly(0.5);
    }

    private static List<String> split(String labels) {
        return labels.contains("0,5")
                ? List.of(labels)
                : Arrays.asList(labels.strip().split(",\\s*"));
    }
}
