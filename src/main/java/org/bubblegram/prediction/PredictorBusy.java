package org.bubblegram.prediction;

import java.time.Duration;

/** As many requests are being answered as may be; this one was not begun. */
public final class PredictorBusy extends TryLater {
    PredictorBusy(int requests, Duration retryAfter) {
        super(requests + " requests are being answered already; try again in a moment", retryAfter);
    }
}
