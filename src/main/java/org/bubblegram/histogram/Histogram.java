package org.bubblegram.histogram;

import java.util.Arrays;
import java.util.Optional;

/** Fractions over bins: each at least 0, together 1. */
public final class Histogram {
    /** How far from 1 the sum may be before it is an error; fractions are rescaled to sum to exactly 1. */
    public static final double SUM_TOLERANCE = 1e-3;

    private final SizeBins bins;
    private final Basis basis;
    private final double[] fractions;

    private Histogram(SizeBins bins, Basis basis, double[] fractions) {
        this.bins = bins;
        this.basis = basis;
        this.fractions = fractions;
    }

    /** @throws IllegalArgumentException if the fractions are not one a bin, negative, not finite, or do not sum to 1 */
    public static Histogram of(SizeBins bins, Basis basis, double... fractions) {
        if (fractions.length != bins.count()) {
            throw new IllegalArgumentException(fractions.length + " fractions for " + bins.count() + " bins");
        }
        double sum = Arrays.stream(fractions).sum();
        if (Arrays.stream(fractions).anyMatch(f -> !(f >= 0)) || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw new IllegalArgumentException("not fractions that sum to 1: " + Arrays.toString(fractions));
        }
        return new Histogram(
                bins, basis, Arrays.stream(fractions).map(f -> f / sum).toArray());
    }

    /**
     * Sorts sizes into bins; each counts 1, its size squared or cubed, as the basis says. Sizes outside all bins are left
     * out, {@link SizeBins#outside} counts them.
     *
     * @return nothing where no size lies within the bins
     */
    public static Optional<Histogram> ofSizes(SizeBins bins, Basis basis, double... sizes) {
        double[] weights = new double[bins.count()];
        double total = 0;
        for (double size : sizes) {
            int bin = bins.indexOf(size);
            if (bin >= 0) {
                weights[bin] += basis.weight(size);
                total += basis.weight(size);
            }
        }
        if (!(total > 0) || Double.isInfinite(total)) {
            return Optional.empty();
        }
        double sum = total;
        return Optional.of(
                of(bins, basis, Arrays.stream(weights).map(w -> w / sum).toArray()));
    }

    public SizeBins bins() {
        return bins;
    }

    public Basis basis() {
        return basis;
    }

    public double fraction(int bin) {
        return fractions[bin];
    }

    /** A copy. */
    public double[] fractions() {
        return fractions.clone();
    }

    /** The numbers engineers read off a distribution. */
    public SizeStatistics statistics() {
        return SizeStatistics.of(this);
    }
}
