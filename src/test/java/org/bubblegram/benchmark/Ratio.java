package org.bubblegram.benchmark;

/**
 * One figure over another of the same run.
 *
 * @param to the other, in words
 */
record Ratio(double value, String to) {
    static Ratio of(double figure, double other, String to) {
        if (!(other > 0)) {
            throw new IllegalArgumentException("no ratio to " + other);
        }
        return new Ratio(figure / other, to);
    }
}
