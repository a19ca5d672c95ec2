package org.bubblegram.jobs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what was done since some time when the rest will be done.
 *
 * @param from how much was done at that time
 */
record Pace(Instant since, double from) {
    /** Null while nothing has been done. */
    @Nullable
    Instant end(double done, double total, Instant now) {
        if (!(done > from)) {
            return null;
        }
        double spent = Duration.between(since, now).toMillis();
        return now.plusMillis(Math.round(spent * Math.max(0, total - done) / (done - from)));
    }
}
