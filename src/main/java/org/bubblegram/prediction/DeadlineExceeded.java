package org.bubblegram.prediction;

import java.time.Duration;

/** A request was not answered in the time that it had. */
public final class DeadlineExceeded extends TryLater {
    DeadlineExceeded(Duration retryAfter) {
        super("not answered in time; try again when less is going on, or allow more time", retryAfter);
    }
}
