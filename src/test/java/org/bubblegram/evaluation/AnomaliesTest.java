package org.bubblegram.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnomaliesTest {
    @ParameterizedTest(name = "{4}")
    @CsvSource(textBlock = """
            1 2 3 4 5,     3,   8.1891,   0, distances 0 1 1 2 2 have the median 1: 3 + 3.5 x 1.4826
            5 1 4 2 3,     3,   8.1891,   0, the order does not matter
            1 2 3 4 100,   3,   8.1891,   1, one that is far away moves neither median nor deviation
            1 2 3 4,       2.5, 7.6891,   0, between two in the middle
            -90 2 3 4 5,   3,   8.1891,   0, small losses are no anomalies however small
            1 1 1 1 3,     1,   2.754640, 1, a median distance of 0: 1.2533 times the mean one of 0.4
            2 2 2,         2,   2,        0, equal losses are all usual
            7,             7,   7,        0, one loss is usual
            """)
    void lossesFarAboveTheMedianAreAnomalies(String losses, double median, double threshold, int count, String why) {
        double[] values = Arrays.stream(losses.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();

        Anomalies anomalies = Anomalies.of(values);

        assertThat(anomalies.median()).as(why).isEqualTo(median);
        assertThat(anomalies.deviation()).as(why).isCloseTo((threshold - median) / 3.5, within(1e-5));
        assertThat(anomalies.threshold()).as(why).isCloseTo(threshold, within(1e-5));
        assertThat(anomalies.count()).as(why).isEqualTo(count);
        assertThat(Arrays.stream(values).filter(anomalies::include)).as(why).hasSize(count);
    }
}
