package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.training.StorageFailed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Faults that may pass: a full disk, a store or a database that is not there. */
@OnEachDatabase
class FaultsTest {
    private final JobsFixture fixture = new JobsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aJobThatMeetsAFullDiskIsTriedAgainLaterAndSaysSo() {
        TrainingJob job = fixture.create();
        Instant before = databaseTime();

        failing(job, new StorageFailed("Training", new IOException("No space left on device")));

        TrainingJob queued = fixture.get(job.id());
        assertThat(queued.state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.attempt()).isEqualTo(2);
        assertThat(queued.error()).isNull();
        assertThat(fixture.story(job.id()))
                .containsExactly("queued", "preparing", "running", "queued", "storage_failed");
        // the queue counts on from a time that it read of the database, so it is off by as long as that took
        assertThat(due(queued)).isBetween(before.plusSeconds(9), databaseTime().plusSeconds(11));
    }

    @Test
    void whatAStoreThatIsNotThereThrowsAnywhereIsSuchAFaultAndSoIsADatabaseThatIsNot() {
        TrainingJob store = fixture.create();
        TrainingJob database = fixture.create();

        failing(store, new java.io.UncheckedIOException(new IOException("connection reset")));
        failing(database, new DataAccessResourceFailureException("connection refused"));

        assertThat(fixture.story(store.id())).endsWith("queued", "storage_failed");
        assertThat(fixture.story(database.id())).endsWith("queued", "database_unavailable");
    }

    @Test
    void afterTooManyFaultsInARowTheJobFailsWithTheLastAndLeavesNoFiles() throws IOException {
        TrainingJob job = fixture.create();
        fixture.blobs.write(TrainingJobs.checkpointFolder(job.id()) + "1/epoch-000001.json", out -> out.write(1));
        Duration waited = Duration.ZERO;
        for (int i = 0; i < Troubles.MOST_RETRIES; i++) {
            failing(fixture.get(job.id()), new StorageFailed("Training", new IOException("disk")));
            assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.QUEUED);
            waited = waited.plus(Duration.between(databaseTime(), due(fixture.get(job.id()))));
        }

        failing(fixture.get(job.id()), new StorageFailed("Training", new IOException("disk")));

        TrainingJob failed = fixture.get(job.id());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("storage_failed");
        assertThat(fixture.blobs.list("jobs/")).isEmpty();
        // 10 + 20 + ... + 640 s, of which the last is cut to 600, and 600 again
        assertThat(waited).isBetween(Duration.ofSeconds(1780), Duration.ofSeconds(1830));
    }

    @Test
    void aJobThatFinishesEpochsBetweenFaultsGoesOnHoweverManyThereAre() {
        TrainingJob job = fixture.create();
        for (int i = 1; i <= Troubles.MOST_RETRIES + 2; i++) {
            int epoch = i;
            fixture.worker((taken, dataset, progress) -> {
                        progress.begin();
                        progress.onEpoch(JobsFixture.epoch(epoch));
                        throw new StorageFailed("Training", new IOException("disk"));
                    })
                    .execute(Attempt.of(fixture.get(job.id())));
        }

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void aJobThatIsCancelledOrPausedWhenAFaultComesIsCancelledOrPaused() {
        TrainingJob cancelled = fixture.create();
        TrainingJob paused = fixture.create();
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    fixture.jobs.cancel(taken.id());
                    throw new StorageFailed("Training", new IOException("disk"));
                })
                .execute(Attempt.of(cancelled));
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    fixture.jobs.pause(taken.id());
                    throw new StorageFailed("Training", new IOException("disk"));
                })
                .execute(Attempt.of(paused));

        assertThat(fixture.get(cancelled.id()).state()).isEqualTo(JobState.CANCELLED);
        assertThat(fixture.get(paused.id()).state()).isEqualTo(JobState.PAUSED);
    }

    @Test
    void whatTheDatabaseCouldNotDoIsTriedUntilItIsDone() {
        Deque<RuntimeException> faults = new ArrayDeque<>(List.of(
                new CannotCreateTransactionException("no connection"), new DataAccessResourceFailureException("gone")));

        int answer = new Patience(() -> false).until(() -> {
            if (!faults.isEmpty()) {
                throw faults.pop();
            }
            return 7;
        });

        assertThat(answer).isEqualTo(7);
        assertThat(faults).isEmpty();
    }

    @Test
    void aProcessThatStopsAndAMistakeAreNotWaitedFor() {
        assertThatThrownBy(() -> new Patience(() -> true).until(() -> {
                    throw new DataAccessResourceFailureException("gone");
                }))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThatThrownBy(() -> new Patience(() -> false).until(() -> {
                    throw new DuplicateKeyException("twice");
                }))
                .isInstanceOf(DuplicateKeyException.class);
    }

    private void failing(TrainingJob job, RuntimeException fault) {
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    throw fault;
                })
                .execute(Attempt.of(job));
    }

    private Instant due(TrainingJob job) {
        return fixture.database
                .jdbc()
                .sql("select execution_time from scheduled_tasks where task_instance = ?")
                .param(Attempt.of(job).toString())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private Instant databaseTime() {
        return new QueueClock(fixture.database.jdbc()).now();
    }
}
