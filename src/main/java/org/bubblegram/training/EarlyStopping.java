package org.bubblegram.training;

/**
 * Remembers a stage's best epoch on the validation split and tells when none has been better for long enough. Each stage
 * starts afresh: hundreds of cheap epochs of a head draw so many lots that the luckiest would beat a dozen of a network.
 */
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
     * Whether the stage ends after an epoch.
     *
     * @param patience epochs without a better value
     */
    boolean stopsAfter(int epoch, int patience) {
        return bestEpoch > 0 && epoch - bestEpoch >= patience;
    }

    /** 0 before the stage's first epoch. */
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
