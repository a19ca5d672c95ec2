package org.bubblegram.training;

/** Remembers the best epoch on the validation split, over all stages, and tells when none has been better for long enough. */
final class EarlyStopping {
    private final boolean higherIsBetter;
    private int bestEpoch;
    private double bestValue;

    EarlyStopping(boolean higherIsBetter) {
        this.higherIsBetter = higherIsBetter;
        this.bestValue = higherIsBetter ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** Takes note of an epoch's value; true if it is the best so far. */
    boolean improves(int epoch, double value) {
        boolean better = higherIsBetter ? value > bestValue : value < bestValue;
        if (better) {
            bestEpoch = epoch;
            bestValue = value;
        }
        return better;
    }

    /**
     * Whether a stage ends after an epoch.
     *
     * @param start epochs before the stage
     * @param patience epochs without a better value
     */
    boolean stopsAfter(int epoch, int start, int patience) {
        return epoch - Math.max(bestEpoch, start) >= patience;
    }

    /** 0 before the first epoch. */
    int bestEpoch() {
        return bestEpoch;
    }

    double bestValue() {
        return bestValue;
    }

    void restore(int epoch, double value) {
        bestEpoch = epoch;
        bestValue = value;
    }
}
