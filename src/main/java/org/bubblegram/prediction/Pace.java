package org.bubblegram.prediction;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How fast pictures are answered at the moment, so that callers who are refused learn when to come back. */
final class Pace {
    private static final double WEIGHT = 0.1; // of the newest: about the last ten batches count
    private static final long SHORTEST = 1;
    private static final long LONGEST = 60;

    private final int threads;
    private final AtomicLong nanosEach =
            new AtomicLong(TimeUnit.MILLISECONDS.toNanos(50)); // before anything is measured

    /** @param threads that compute at the same time */
    Pace(int threads) {
        this.threads = threads;
    }

    void took(long nanos, int pictures) {
        double each = (double) nanos / pictures / threads;
        nanosEach.updateAndGet(before -> (long) (before + WEIGHT * (each - before)));
    }

    /** How long so many pictures will take, in whole seconds from 1 to 60. */
    Duration of(long pictures) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanosEach.get() * pictures);
        return Duration.ofSeconds(Math.max(SHORTEST, Math.min(seconds, LONGEST)));
    }
}
