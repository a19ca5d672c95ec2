package org.bubblegram.storage;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether trouble that comes again and again is to be told in the log: once, until there has been none for a minute. What
 * comes in crowds while something is away would hide everything else.
 */
public final class OncePerOutage {
    private static final Duration OVER_AFTER = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long last;

    public OncePerOutage() {
        this(System::nanoTime);
    }

    /** @param nanoTime a clock that never jumps */
    OncePerOutage(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong() - OVER_AFTER.toNanos();
    }

    /** There is trouble. @return whether it is the first of its outage */
    public synchronized boolean begins() {
        long now = nanoTime.getAsLong();
        boolean first = now - last >= OVER_AFTER.toNanos();
        last = now;
        return first;
    }
}
