package org.bubblegram.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each caller may call: a bucket of tokens that holds a minute's worth and fills evenly. Those not used for
 * longest are forgotten, which is as if they were full again.
 */
public final class RateLimits {
    /** The most requests a minute that can be set. */
    public static final int MOST = 1_000_000;

    private static final int CALLERS = 10_000;
    private static final double NANOS_PER_MINUTE = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > CALLERS;
        }
    };

    /** @param tokens that there were at a time */
    private record Bucket(double tokens, Instant at) {
        Bucket filled(int perMinute, Instant now) {
            double gained = Math.max(0, Duration.between(at, now).toNanos()) / NANOS_PER_MINUTE * perMinute;
            return new Bucket(Math.min(perMinute, tokens + gained), now);
        }
    }

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /**
     * Takes one request.
     *
     * @param perMinute at least 1
     * @return how long to wait, at least a second; empty if the request may go on
     */
    public synchronized Optional<Duration> take(String caller, int perMinute) {
        Instant now = clock.instant();
        Bucket bucket = buckets.getOrDefault(caller, new Bucket(perMinute, now)).filled(perMinute, now);
        if (bucket.tokens < 1) {
            buckets.put(caller, bucket);
            double seconds = Math.ceil((1 - bucket.tokens) * 60 / perMinute);
            return Optional.of(Duration.ofSeconds(Math.max(1, (long) seconds)));
        }
        buckets.put(caller, new Bucket(bucket.tokens - 1, now));
        return Optional.empty();
    }
}
