package org.bubblegram.dataset;

import java.util.Arrays;

/**
 * A target histogram of which some bins may be unknown. Known fractions sum to 1 among themselves; unknown ones are NaN.
 */
public final class Target {
    private final double[] fractions;

    /** @param fractions one a bin, NaN where unknown; the known ones at least 0 and not all 0, rescaled to sum to 1 */
    public Target(double... fractions) {
        double sum = Arrays.stream(fractions).filter(f -> !Double.isNaN(f)).sum();
        if (!(sum > 0) || Double.isInfinite(sum) || Arrays.stream(fractions).anyMatch(f -> f < 0)) {
            throw new IllegalArgumentException("no histogram: " + Arrays.toString(fractions));
        }
        this.fractions = Arrays.stream(fractions).map(f -> f / sum).toArray();
    }

    public int count() {
        return fractions.length;
    }

    public boolean known(int bin) {
        return !Double.isNaN(fractions[bin]);
    }

    /** NaN where unknown. */
    public double fraction(int bin) {
        return fractions[bin];
    }

    /** A copy; NaN where unknown. */
    public double[] fractions() {
        return fractions.clone();
    }
}
