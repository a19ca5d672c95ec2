package org.bubblegram.prediction;

import java.time.Duration;

/** More photographs wait than the queue holds. */
public final class PredictorBusy extends RuntimeException {
    PredictorBusy(int waiting) {
        super(waiting + " batches wait already; try again in a moment");
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return Duration.ofSeconds(2);
    }
}
