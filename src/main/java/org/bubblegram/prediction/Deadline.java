package org.bubblegram.prediction;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long one request is waited for. What was not begun by then, or when its caller has left, is not begun any more. */
final class Deadline {
    private final LongSupplier nanoTime;
    private final long end;
    private volatile boolean left;

    private Deadline(LongSupplier nanoTime, long end) {
        this.nanoTime = nanoTime;
        this.end = end;
    }

    /** @param nanoTime a clock that never jumps: {@link System#nanoTime} */
    static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos());
    }

    /** The caller waits no more. */
    void leave() {
        left = true;
    }

    boolean over() {
        return left || remaining() <= 0;
    }

    /** In nanoseconds; not above 0 once it has passed. */
    long remaining() {
        return end - nanoTime.getAsLong();
    }

    @Override
    public String toString() {
        return TimeUnit.NANOSECONDS.toMillis(remaining()) + " ms left";
    }
}
