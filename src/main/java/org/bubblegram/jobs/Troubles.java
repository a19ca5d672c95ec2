package org.bubblegram.jobs;

import java.time.Duration;

/**
 * What has gone wrong with a job since it was last said to get on.
 *
 * @param losses of its worker
 * @param retries after faults that may pass
 */
record Troubles(int losses, int retries) {
    static final Troubles NONE = new Troubles(0, 0);

    /** So often in a row may a job lose its worker: it is probably what kills them. */
    static final int MOST_LOSSES = 5;

    /** So often in a row is a job tried again after a fault, over about half an hour. */
    static final int MOST_RETRIES = 8;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    Troubles afterLoss() {
        return new Troubles(losses + 1, retries);
    }

    Troubles afterFault() {
        return new Troubles(losses, retries + 1);
    }

    boolean tooManyLosses() {
        return losses >= MOST_LOSSES;
    }

    boolean tooManyRetries() {
        return retries > MOST_RETRIES;
    }

    /** How long to wait before the last of the retries: twice as long as before the one before it. */
    Duration delay() {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(retries - 1, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
