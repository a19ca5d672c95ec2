package org.bubblegram.prediction;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.loss.Activation;

/**
 * How far answers reach whose logits are random: logits are drawn, each draw becomes a histogram with its statistics, and
 * quantiles are taken of each number by itself. All pictures share the draws, and every time they are the same.
 */
record Spread(Activation activation, SizeBins bins, Basis basis) {
    static final int DRAWS = 200;

    private static final long SEED = 1;
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    /** Means and variances (K) of independent normal logits -> the intervals of one picture. */
    Intervals intervals(double[] means, double[] variances) {
        SplittableRandom random = new SplittableRandom(SEED);
        return of(Stream.generate(() -> draw(means, variances, random))
                .limit(DRAWS)
                .map(logits -> Histogram.of(bins, basis, activation.apply(logits)))
                .toList());
    }

    private static double[] draw(double[] means, double[] variances, SplittableRandom random) {
        double[] logits = new double[means.length];
        for (int k = 0; k < logits.length; k++) {
            logits[k] = means[k] + Math.sqrt(variances[k]) * random.nextGaussian();
        }
        return logits;
    }

    private Intervals of(List<Histogram> drawn) {
        List<Interval> fractions = IntStream.range(0, bins.count())
                .mapToObj(bin -> new Interval(
                        quantile(drawn, histogram -> histogram.fraction(bin), LOW),
                        quantile(drawn, histogram -> histogram.fraction(bin), HIGH)))
                .toList();
        List<SizeStatistics> statistics =
                drawn.stream().map(Histogram::statistics).toList();
        return new Intervals(fractions, quantiles(statistics, LOW), quantiles(statistics, HIGH));
    }

    private static SizeStatistics quantiles(List<SizeStatistics> drawn, double p) {
        return new SizeStatistics(
                quantile(drawn, SizeStatistics::mean, p),
                quantile(drawn, SizeStatistics::d10, p),
                quantile(drawn, SizeStatistics::d50, p),
                quantile(drawn, SizeStatistics::d90, p),
                quantile(drawn, SizeStatistics::d32, p),
                quantile(drawn, SizeStatistics::span, p));
    }

    /**
     * Returns the p-quantile of a number over n draws, interpolated between the order statistics around place p (n - 1)
     * (Hyndman and Fan 1996, definition 7). 0 <= p < 1, n >= 2.
     */
    static <T> double quantile(List<T> drawn, ToDoubleFunction<T> number, double p) {
        double[] sorted = drawn.stream().mapToDouble(number).sorted().toArray();
        double place = p * (sorted.length - 1);
        int below = (int) place;
        return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}
