package org.bubblegram.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time by which jobs are due and workers are alive: the database's, which all processes share. Between two looks at it
 * time passes as the machine counts it, whatever is done to its wall clock.
 */
final class QueueClock implements Clock, InstantSource {
    private static final Logger log = LoggerFactory.getLogger(QueueClock.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final LongSupplier nanos;
    private volatile @Nullable Look last;

    /** What the database's clock showed, and a counter of this machine's then. */
    private record Look(Instant shown, long counter) {
        Duration age(long now) {
            return Duration.ofNanos(now - counter);
        }
    }

    QueueClock(JdbcClient jdbc) {
        this(jdbc, System::nanoTime);
    }

    QueueClock(JdbcClient jdbc, LongSupplier nanos) {
        this.jdbc = jdbc;
        this.nanos = nanos;
    }

    @Override
    public Instant now() {
        Look look = last;
        if (look == null || look.age(nanos.getAsLong()).compareTo(BETWEEN_LOOKS) > 0) {
            look = look(look);
            last = look;
        }
        return look.shown().plus(look.age(nanos.getAsLong()));
    }

    @Override
    public Instant instant() {
        return now();
    }

    private Look look(@Nullable Look before) {
        try {
            Instant shown = jdbc.sql("select current_timestamp")
                    .query(OffsetDateTime.class)
                    .single()
                    .toInstant();
            return new Look(shown, nanos.getAsLong());
        } catch (DataAccessException e) {
            if (before == null) {
                throw e;
            }
            log.debug("the database does not tell the time", e);
            long counter = nanos.getAsLong();
            return new Look(before.shown().plus(before.age(counter)), counter);
        }
    }
}
