package org.bubblegram.training;

/** Remembers the best epoch on the validation split and tells when none has been better for long enough. */
final class EarlyStopping {
    private final boolean higherIsBetter;
    private final int patience;
    private int bestEpoch;
    private double bestValue;

    EarlyStopping(boolean higherIsBetter, int patience) {
        this.higherIsBetter = higherIsBetter;
        this.patience = patience;
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

    /** Whether to stop after an epoch. */
    boolean stopsAfter(int epoch) {
        return epoch - bestEpoch >= patience;
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
