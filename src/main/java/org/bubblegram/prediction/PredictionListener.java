package org.bubblegram.prediction;

import org.bubblegram.histogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Told what a {@link Predictor} does, on its threads: must neither block nor throw. */
public interface PredictionListener {
    /** Why a request got no answer. */
    enum Refusal {
        /** As many were being answered as may be. */
        BUSY,
        /** Its deadline passed. */
        DEADLINE
    }

    /**
     * A version (by its reference, {@code froth@3}) has answered a picture.
     *
     * @param novelty null where the version cannot tell
     */
    void answered(String model, Histogram histogram, @Nullable Novelty novelty);

    void refused(Refusal why);

    /** So many pictures go through a network together now. */
    void batchBegun(int pictures);
}
