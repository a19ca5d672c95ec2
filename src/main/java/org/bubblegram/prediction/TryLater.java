package org.bubblegram.prediction;

import java.time.Duration;

/** A request that would have been answered with less going on. */
public abstract sealed class TryLater extends RuntimeException permits PredictorBusy, DeadlineExceeded {
    private final transient Duration retryAfter;

    TryLater(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
