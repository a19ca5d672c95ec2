package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Kullback-Leibler divergence of rows of fractions. */
final class Divergence {
    // below any fraction that matters, above what float32 rounds to 0
    private static final double TINY = 1e-30;

    private Divergence() {}

    /** sum p (log p - log q) over bins; bins of p = 0 add nothing. p (B, K) and log q (B, K) -> (B). */
    static NDArray kullbackLeibler(NDArray p, NDArray logQ) {
        return p.mul(log(p).sub(logQ)).sum(new int[] {-1});
    }

    static NDArray log(NDArray fractions) {
        return fractions.maximum(TINY).log();
    }
}
