package org.bubblegram.metrics;

import java.util.stream.IntStream;

/** Textbook distances between two histograms over the same bins, each at least 0 and summing to 1. */
final class Distances {
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

    /**
     * Returns the Clark distance, the root of the sum over k of (p_k - q_k)^2 / (p_k + q_k)^2: 0 if equal, the root of the
     * number of bins in use if they share none. Bins empty in both add nothing; a small bin counts as much as a large one.
     * Geng (2016), Label Distribution Learning, IEEE TKDE 28(7).
     */
    static double clark(double[] p, double[] q) {
        return Math.sqrt(IntStream.range(0, p.length)
                .mapToDouble(k -> Math.pow(relativeDifference(p[k], q[k]), 2))
                .sum());
    }

    /** Returns the Canberra distance, sum over k of |p_k - q_k| / (p_k + q_k), likewise; Geng (2016). */
    static double canberra(double[] p, double[] q) {
        return IntStream.range(0, p.length)
                .mapToDouble(k -> relativeDifference(p[k], q[k]))
                .sum();
    }

    private static double relativeDifference(double p, double q) {
        return p + q == 0 ? 0 : Math.abs(p - q) / (p + q);
    }

    private static double dot(double[] p, double[] q) {
        return IntStream.range(0, p.length).mapToDouble(k -> p[k] * q[k]).sum();
    }
}
