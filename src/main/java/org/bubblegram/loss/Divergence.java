package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import org.bubblegram.engine.Scalars;

/** Kullback-Leibler divergence of rows of fractions. */
final class Divergence {
    // below any fraction that matters, above what float32 rounds to 0
    private static final double TINY = 1e-30;

    private Divergence() {}

    /** sum p (log p - log q) over bins; bins of p = 0 add nothing. p (B, K) and log q (B, K) -> (B). */
    static NDArray kullbackLeibler(NDArray p, NDArray logQ) {
        return p.mul(log(p).sub(logQ)).sum(new int[] {-1});
    }

    /**
     * Returns KL(target || predicted), sum over k of y_k ln(y_k / p_k), in nats: 0 if equal. A bin with y_k = 0 adds nothing
     * (the limit of y ln y). A p_k below {@link Answer#LEAST_PREDICTED} is taken as that, so the value stays finite, at most
     * 13.8; what that or rounding brings below 0 is cut off. Not symmetric. Kullback and Leibler (1951).
     */
    static double kullbackLeibler(Answer answer) {
        double[] y = answer.target;
        return Math.max(0, answer.sum(k -> y[k] == 0 ? 0 : y[k] * (Math.log(y[k]) - answer.logPredicted(k))));
    }

    /** One bin of KL(p || (p + q) / 2), p ln(2 p / (p + q)): 0 where p is. */
    static double fromMiddle(double p, double q) {
        return p == 0 ? 0 : p * Math.log(2 * p / (p + q));
    }

    static NDArray log(NDArray fractions) {
        return Scalars.atLeast(fractions, TINY).log();
    }
}
