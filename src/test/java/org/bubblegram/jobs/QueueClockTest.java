package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class QueueClockTest {
    private final MigratedDatabase database = MigratedDatabase.create();
    private final AtomicLong nanos = new AtomicLong(5);
    private final QueueClock clock = new QueueClock(database.jdbc(), nanos::get);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void timePassesAsTheMachineCountsItFromWhatTheDatabaseSays() {
        Instant first = clock.now();
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());

        assertThat(first).isCloseTo(databaseTime(), within(5, ChronoUnit.SECONDS));
        assertThat(clock.now()).isEqualTo(first.plusSeconds(20));
        assertThat(clock.instant()).isEqualTo(first.plusSeconds(20));
    }

    @Test
    void theDatabaseIsAskedAgainAfterAWhile() {
        clock.now();
        nanos.addAndGet(Duration.ofHours(3).toNanos());

        assertThat(clock.now()).isCloseTo(databaseTime(), within(5, ChronoUnit.SECONDS));
    }

    private Instant databaseTime() {
        return database.jdbc()
                .sql("select current_timestamp")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }
}
