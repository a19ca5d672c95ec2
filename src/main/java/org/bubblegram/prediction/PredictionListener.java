package org.bubblegram.prediction;

import org.bubblegram.histogram.Histogram;

/** Told what a {@link Predictor} does, on its threads: must neither block nor throw. */
public interface PredictionListener {
    /** Why a request got no answer. */
    enum Refusal {
        /** As many were being answered as may be. */
        BUSY,
        /** Its deadline passed. */
        DEADLINE
    }

    /** A version (by its reference, {@code froth@3}) has answered a picture. */
    void answered(String model, Histogram histogram);

    void refused(Refusal why);

    /** So many pictures go through a network together now. */
    void batchBegun(int pictures);
}
