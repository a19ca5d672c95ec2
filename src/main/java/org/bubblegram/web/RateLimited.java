package org.bubblegram.web;

import java.time.Duration;

/** A caller asks more often than its key allows. */
final class RateLimited extends RuntimeException {
    private final transient Duration retryAfter;

    RateLimited(int perMinute, Duration retryAfter) {
        super("this key may ask " + perMinute + " times a minute");
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
