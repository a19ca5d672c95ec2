package org.bubblegram.metrics;

import java.util.stream.IntStream;

/** Textbook distances between two histograms over the same bins, each at least 0 and summing to 1. */
final class Distances {
    /** The least a predicted fraction is taken for in a logarithm: a bin ruled out wrongly costs 13.8 times its fraction. */
    static final double LEAST_PREDICTED = 1e-6;

    private Distances() {}

    /**
     * Returns the histogram intersection, sum over k of min(p_k, q_k): 1 if equal, 0 if they share no bin. It is 1 minus
     * half the sum of |p_k - q_k|. Swain and Ballard (1991), Color Indexing, IJCV 7(1).
     */
    static double intersection(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(k -> Math.min(p[k], q[k]))
                .sum();
    }

    /**
     * Returns the earth mover's distance in bins, sum over k of |P_k - Q_k| with P and Q the cumulative sums: 0 if equal,
     * at most K - 1. Moving all mass by one bin costs 1. It is not divided by the number of bins. Rubner, Tomasi and
     * Guibas (2000), The Earth Mover's Distance as a Metric for Image Retrieval, IJCV 40(2), for ordered bins.
     */
    static double earthMovers(double[] p, double[] q) {
        double carried = 0;
        double work = 0;
        for (int k = 0; k < p.length; k++) {
            carried += p[k] - q[k];
            work += Math.abs(carried);
        }
        return work;
    }

    /**
     * Returns the Kullback-Leibler divergence KL(target || predicted), sum over k of y_k ln(y_k / p_k), in nats: 0 if
     * equal. A bin with y_k = 0 adds nothing (the limit of y ln y). A p_k below {@link #LEAST_PREDICTED} is taken as that,
     * so the value stays finite, at most 13.8; rounding below 0 is cut off. Not symmetric. Kullback and Leibler (1951).
     */
    static double kullbackLeibler(double[] target, double[] predicted) {
        double divergence = 0;
        for (int k = 0; k < target.length; k++) {
            if (target[k] > 0) {
                divergence += target[k] * Math.log(target[k] / Math.max(predicted[k], LEAST_PREDICTED));
            }
        }
        return Math.max(0, divergence);
    }

    /** Returns the cosine similarity, p.q / (|p| |q|): 1 if equal, 0 if they share no bin. Neither may be all 0. */
    static double cosine(double[] p, double[] q) {
        return dot(p, q) / Math.sqrt(dot(p, p) * dot(q, q));
    }

    /** Returns the Chebyshev distance, max over k of |p_k - q_k|: 0 if equal, at most 1. */
    static double chebyshev(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(k -> Math.abs(p[k] - q[k]))
                .max()
                .orElse(0);
    }

    private static double dot(double[] p, double[] q) {
        return IntStream.range(0, p.length).mapToDouble(k -> p[k] * q[k]).sum();
    }
}
