package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.training.StorageFailed;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@OnEachDatabase
class TrainingWorkerTest {
    private final JobsFixture fixture = new JobsFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aJobThatIsTrainedSucceedsWithItsVersion() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            assertThat(taken.state()).isEqualTo(JobState.PREPARING);
            assertThat(dataset).isEqualTo(fixture.datasets.get("nuclei").id());
            progress.begin();
            assertThat(fixture.get(taken.id()).state()).isEqualTo(JobState.RUNNING);
            return 3;
        });

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.version()).isEqualTo(3);
        assertThat(job.startedAt()).isNotNull();
        assertThat(job.finishedAt()).isNotNull();
        assertThat(job.error()).isNull();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TrainingFailure("loss_diverged", "NaN at step 7"), "loss_diverged", "NaN at step 7"),
                Arguments.of(new DatasetNotFound("nuclei"), "dataset_not_found", "nuclei"),
                Arguments.of(new OutOfMemoryError("heap"), "out_of_memory", "out of memory"),
                Arguments.of(new IllegalStateException("secret"), "internal_error", "unexpected"),
                Arguments.of(new StorageFailed("Training", new BlobNotFound("a/b")), "storage_failed", "no blob 'a/b'"),
                Arguments.of(new UnsatisfiedLinkError("torch"), "internal_error", "unexpected"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aJobThatCannotGoOnFailsWithItsCodeAndTheWorkerGoesOn(Throwable cause, String code, String message) {
        TrainingJob failed = execute((job, dataset, progress) -> {
            progress.begin();
            throw sneaky(cause);
        });
        TrainingJob next = execute((job, dataset, progress) -> {
            progress.begin();
            return 1;
        });

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo(code);
        assertThat(failed.error().message()).contains(message).doesNotContain("secret");
        assertThat(next.state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void aCancelledJobStopsAtItsNextStepAndLosesItsCheckpoints() throws IOException {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            fixture.blobs.write(TrainingJobs.checkpointFolder(taken.id()) + "1.bin", out -> out.write(1));
            assertThat(progress.cancelled()).isFalse();
            fixture.jobs.cancel(taken.id());
            assertThat(progress.cancelled()).isTrue();
            throw new TrainingCancelled();
        });

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(fixture.blobs.list("jobs/")).isEmpty();
    }

    @Test
    void aJobThatIsCancelledWhileItPreparesNeverRuns() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            fixture.jobs.cancel(taken.id());
            progress.begin();
            throw new AssertionError("it runs");
        });

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatIsCancelledByAnotherProcessStopsWithinASecond() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            assertThat(progress.cancelled()).isFalse();
            fixture.ledger(fixture.queue).move(Attempt.of(taken), Transition.CANCEL_HELD);
            assertThat(progress.cancelled()).isFalse();
            fixture.clock.pass(Duration.ofSeconds(1));
            assertThat(progress.cancelled()).isTrue();
            throw new TrainingCancelled();
        });

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatIsCancelledByAnotherProcessStopsAlthoughTheClockWasSetBack() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            assertThat(progress.cancelled()).isFalse();
            fixture.ledger(fixture.queue).move(Attempt.of(taken), Transition.CANCEL_HELD);
            fixture.clock.pass(Duration.ofHours(-1));
            assertThat(progress.cancelled()).isTrue();
            throw new TrainingCancelled();
        });

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatIsCancelledAfterItPublishedHasSucceeded() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            fixture.jobs.cancel(taken.id());
            return 4;
        });

        assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(job.version()).isEqualTo(4);
    }

    @Test
    void aJobThatFailsWhileItIsCancelledIsCancelled() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            fixture.jobs.cancel(taken.id());
            throw new TrainingFailure("loss_diverged", "NaN");
        });

        assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        assertThat(job.error()).isNull();
    }

    @Test
    void atShutdownTheJobIsHandedBackWithItsCheckpoints() throws IOException {
        TrainingJob job = fixture.create();
        String checkpoint = TrainingJobs.checkpointFolder(job.id()) + "1.bin";
        fixture.blobs.write(checkpoint, out -> out.write(1));
        TrainingWorker[] worker = new TrainingWorker[1];
        worker[0] = fixture.worker((taken, dataset, progress) -> {
            progress.begin();
            worker[0].stop();
            assertThat(progress.cancelled()).isTrue();
            throw new TrainingCancelled();
        });

        worker[0].execute(Attempt.of(job));

        TrainingJob back = fixture.get(job.id());
        assertThat(back.state()).isEqualTo(JobState.QUEUED);
        assertThat(back.attempt()).isEqualTo(2);
        assertThat(fixture.blobs.exists(checkpoint)).isTrue();
    }

    @Test
    void anAttemptThatIsGivenOutAgainQueuesTheNextOne() {
        TrainingJob held = fixture.running();

        fixture.worker((job, dataset, progress) -> 1).execute(Attempt.of(held));

        TrainingJob queued = fixture.get(held.id());
        assertThat(queued.state()).isEqualTo(JobState.QUEUED);
        assertThat(queued.attempt()).isEqualTo(2);
    }

    @Test
    void anAttemptOfAJobThatHasMovedOnIsLeftAlone() {
        TrainingJob job = fixture.running();
        fixture.ledger.lost(Attempt.of(job));
        TrainingJob before = fixture.get(job.id());

        fixture.worker((taken, dataset, progress) -> 1).execute(Attempt.of(job));

        assertThat(fixture.get(job.id())).isEqualTo(before);
    }

    @Test
    void aWorkerThatLostItsJobStopsAtItsNextStepAndChangesNothing() {
        TrainingJob job = execute((taken, dataset, progress) -> {
            progress.begin();
            fixture.ledger.lost(Attempt.of(taken));
            progress.cancelled();
            throw new AssertionError("it goes on");
        });

        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.attempt()).isEqualTo(2);
    }

    private TrainingJob execute(JobWork work) {
        TrainingJob job = fixture.create();
        fixture.worker(work).execute(Attempt.of(job));
        return fixture.get(job.id());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable cause) throws E {
        throw (E) cause;
    }
}
