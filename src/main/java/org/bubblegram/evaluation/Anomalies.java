package org.bubblegram.evaluation;

import java.util.Arrays;

/**
 * Samples of unusually large loss, by the modified z-score of Iglewicz and Hoaglin ("How to Detect and Handle Outliers",
 * ASQC 1993): those whose loss lies more than 3.5 deviations above the median. The deviation is 1.4826 times the median
 * absolute one, or where that is 0, as more than half of the losses are equal, 1.2533 times the mean absolute one; both are
 * the standard deviation of normal numbers. However large the losses of fewer than half of all samples are, they do not carry
 * median and deviation away.
 *
 * @param median of the losses
 * @param deviation estimated as above, at least 0
 * @param threshold losses above it are anomalies: median + 3.5 deviations
 * @param count how many there are
 */
public record Anomalies(double median, double deviation, double threshold, int count) {
    private static final double DEVIATIONS = 3.5;
    private static final double OF_MEDIAN = 1.4826; // 1 / the normal distribution's third quartile
    private static final double OF_MEAN = Math.sqrt(Math.PI / 2);

    /** @param losses at least one, finite */
    public static Anomalies of(double[] losses) {
        double median = median(losses.clone());
        double[] distances =
                Arrays.stream(losses).map(loss -> Math.abs(loss - median)).toArray();
        double mean = Arrays.stream(distances).average().orElseThrow();
        double ofMedian = OF_MEDIAN * median(distances);
        double deviation = ofMedian > 0 ? ofMedian : OF_MEAN * mean;
        double threshold = median + DEVIATIONS * deviation;
        int count = Math.toIntExact(
                Arrays.stream(losses).filter(loss -> loss > threshold).count());
        return new Anomalies(median, deviation, threshold, count);
    }

    /** Whether a sample of this loss is one. */
    public boolean include(double loss) {
        return loss > threshold;
    }

    /** Sorts its argument. */
    private static double median(double[] values) {
        Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
