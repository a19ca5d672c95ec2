package org.bubblegram.monitoring;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Something that the service cannot do without, looked at now and then. It is up as long as it has succeeded within the
 * patience: so a look that hangs needs no timeout of its own, and load does not make readiness flap. Who asks for its
 * health never waits.
 */
final class Probe implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(Probe.class);

    /** One look; throws where something is wrong. */
    @FunctionalInterface
    interface Check {
        void look() throws Exception;
    }

    private final String name;
    private final Check check;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private volatile @Nullable Long lastSuccess;
    private volatile @Nullable String failure;
    private final Set<String> told = new HashSet<>(); // since the last success; looked at by one thread alone

    /** @param nanoTime a clock that never jumps: {@link System#nanoTime} */
    Probe(String name, Check check, Duration patience, LongSupplier nanoTime) {
        this.name = name;
        this.check = check;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    String name() {
        return name;
    }

    /** Looks once, on the calling thread. Nothing but an error of the machine comes out. */
    void look() {
        try {
            check.look();
            lastSuccess = nanoTime.getAsLong();
            if (failure != null) {
                log.info("{} is well again", name);
            }
            failure = null;
            told.clear();
        } catch (Exception | LinkageError e) {
            String why = e.getClass().getSimpleName();
            if (told.add(why)) { // an outage may show itself now by one, now by another
                log.warn("{} is not well: {}", name, e.toString());
            }
            failure = why;
        }
    }

    boolean up() {
        Long success = lastSuccess;
        return success != null && nanoTime.getAsLong() - success <= patience.toNanos();
    }

    /** Says what kind of error it was, not its words: they may hold addresses. The log has them. */
    @Override
    public Health health() {
        Health.Builder health = up() ? Health.up() : Health.down();
        Long success = lastSuccess;
        String why = failure;
        if (success != null) {
            health.withDetail("lastSuccess", TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - success) + " s ago");
        }
        if (why != null) {
            health.withDetail("failure", why);
        }
        return health.build();
    }
}
