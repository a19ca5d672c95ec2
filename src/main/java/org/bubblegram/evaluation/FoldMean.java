package org.bubblegram.evaluation;

import java.util.List;

/**
 * A mean over folds with its 95 % confidence interval by Student's t: mean +- t s / sqrt(n), s the standard deviation over
 * n - 1, t the 97.5 % quantile with n - 1 degrees of freedom. It takes the folds for independent; they share most of what
 * they learn from, so the interval is rather too narrow than too wide. It may reach beyond the metric's range.
 *
 * @param values one a fold
 */
public record FoldMean(double mean, double low, double high, List<Double> values) {
    /** 97.5 % quantiles of Student's t with 1, 2, ... degrees of freedom. */
    private static final double[] T = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622};

    /** @param values 2 to 10 */
    public static FoldMean of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double margin = T[n - 2] * Math.sqrt(squares / (n - 1) / n);
        return new FoldMean(mean, mean - margin, mean + margin, List.copyOf(values));
    }

    /** Of the differences from another, fold by fold: what is common to a fold falls out. */
    FoldMean minus(FoldMean other) {
        return of(java.util.stream.IntStream.range(0, values.size())
                .mapToObj(fold -> values.get(fold) - other.values.get(fold))
                .toList());
    }

    /** Whether the interval holds 0. */
    boolean mayBeZero() {
        return low <= 0 && high >= 0;
    }
}
