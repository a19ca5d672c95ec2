package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class PauseTest {
    private final JobsFixture fixture = new JobsFixture();
    private final TrainingJobs jobs = fixture.jobs;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aQueuedJobIsPausedAtOnceAndTakenUpOnlyOnceItIsResumed() {
        UUID paused = fixture.create().id();
        assertThat(jobs.pause(paused).state()).isEqualTo(JobState.PAUSED);
        assertThat(jobs.pause(paused).state()).isEqualTo(JobState.PAUSED);
        fixture.sharingScheduler(JobsTestWork.succeeds(1)).start();
        UUID other = fixture.create().id();

        reaches(other, JobState.SUCCEEDED);
        assertThat(fixture.get(paused).state()).isEqualTo(JobState.PAUSED);
        jobs.resume(paused);

        reaches(paused, JobState.SUCCEEDED);
        assertThat(fixture.get(paused).attempt()).isEqualTo(2);
        assertThat(fixture.story(paused))
                .containsExactly("queued", "paused", "queued", "preparing", "running", "succeeded");
    }

    @Test
    void aRunningJobIsPausedAtItsNextStepAndKeepsItsCheckpoints() throws IOException {
        TrainingJob job = fixture.create();
        String checkpoint = TrainingJobs.checkpointFolder(job.id()) + "1/part-000001.json";
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    fixture.blobs.write(checkpoint, out -> out.write(1));
                    assertThat(progress.cancelled()).isFalse();
                    assertThat(jobs.pause(taken.id()).state()).isEqualTo(JobState.PAUSING);
                    assertThatThrownBy(() -> jobs.resume(taken.id())).isInstanceOf(JobPausing.class);
                    assertThat(progress.cancelled()).isTrue();
                    assertThat(progress.goesOnLater()).isTrue();
                    throw new TrainingCancelled();
                })
                .execute(Attempt.of(job));

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.PAUSED);
        assertThat(fixture.blobs.exists(checkpoint)).isTrue();
        assertThat(jobs.resume(job.id()).state()).isEqualTo(JobState.QUEUED);
        assertThat(fixture.story(job.id()))
                .containsExactly("queued", "preparing", "running", "pausing", "paused", "queued");
    }

    @Test
    void aJobThatIsPausedWhileItPreparesNeverRuns() {
        TrainingJob job = fixture.create();
        fixture.worker((taken, dataset, progress) -> {
                    jobs.pause(taken.id());
                    progress.begin();
                    throw new AssertionError("it runs");
                })
                .execute(Attempt.of(job));

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.PAUSED);
    }

    @Test
    void aPausedJobIsCancelledAtOnceWithItsCheckpoints() throws IOException {
        UUID job = fixture.create().id();
        fixture.blobs.write(TrainingJobs.checkpointFolder(job) + "1/epoch-000001.json", out -> out.write(1));
        jobs.pause(job);

        assertThat(jobs.cancel(job).state()).isEqualTo(JobState.CANCELLED);

        assertThat(fixture.blobs.list("jobs/")).isEmpty();
        assertThatThrownBy(() -> jobs.resume(job)).isInstanceOf(JobFinished.class);
        assertThatThrownBy(() -> jobs.pause(job)).isInstanceOf(JobFinished.class);
    }

    @Test
    void aJobThatIsCancelledWhileItPausesIsNotWorthACheckpoint() {
        TrainingJob job = fixture.create();
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    jobs.pause(taken.id());
                    jobs.cancel(taken.id());
                    assertThat(progress.cancelled()).isTrue();
                    assertThat(progress.goesOnLater()).isFalse();
                    assertThatThrownBy(() -> jobs.pause(taken.id()))
                            .isInstanceOf(JobFinished.class)
                            .hasMessageContaining("is being cancelled");
                    throw new TrainingCancelled();
                })
                .execute(Attempt.of(job));

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatLosesItsWorkerOrItsProcessWhileItPausesIsPaused() {
        TrainingJob lost = fixture.running();
        jobs.pause(lost.id());
        TrainingJob killed = fixture.running();
        jobs.pause(killed.id());

        assertThat(fixture.ledger.lost(Attempt.of(lost))).isTrue();
        assertThat(fixture.get(lost.id()).state()).isEqualTo(JobState.PAUSED);
        fixture.recovery.run();

        assertThat(fixture.get(killed.id()).state()).isEqualTo(JobState.PAUSED);
        assertThat(fixture.ledger.move(Attempt.of(lost), Transition.succeeded(1)))
                .isFalse();
    }

    @Test
    void aJobThatEndsBeforeItsWorkerHearsOfThePauseHasEnded() {
        TrainingJob done = fixture.create();
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    jobs.pause(taken.id());
                    return 3;
                })
                .execute(Attempt.of(done));
        TrainingJob broken = fixture.create();
        fixture.worker((taken, dataset, progress) -> {
                    progress.begin();
                    jobs.pause(taken.id());
                    throw new TrainingFailure("loss_diverged", "NaN");
                })
                .execute(Attempt.of(broken));

        assertThat(fixture.get(done.id()).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(fixture.get(broken.id()).state()).isEqualTo(JobState.FAILED);
    }

    private void reaches(UUID id, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fixture.get(id).state()).isEqualTo(state));
    }
}
