package org.bubblegram.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.training.TrainingCancelled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class TrainingSchedulerTest {
    private final JobsFixture fixture = new JobsFixture();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    @Test
    void jobsAreTrainedOneAfterTheOther() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var version = new AtomicInteger();
        fixture.scheduler((job, dataset, progress) -> {
                    progress.begin();
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    atOnce.decrementAndGet();
                    return version.incrementAndGet();
                })
                .start();

        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 5; i++) {
            ids.add(fixture.create().id());
        }

        ids.forEach(id -> reaches(id, JobState.SUCCEEDED));
        assertThat(most).hasValue(1);
        assertThat(fixture.jobs.list(JobState.SUCCEEDED, null, 10))
                .extracting(TrainingJob::version)
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void aRunningJobStopsWithinAStepOnceItIsCancelled() throws Exception {
        fixture.scheduler(this::trainUntilCancelled).start();
        TrainingJob job = fixture.create();
        assertThat(begun.await(10, SECONDS)).isTrue();

        fixture.jobs.cancel(job.id());

        reaches(job.id(), JobState.CANCELLED);
    }

    @Test
    void atShutdownTheJobGoesBackAndTheNextStartGoesOnWithIt() throws Exception {
        TrainingScheduler first = fixture.scheduler(this::trainUntilCancelled);
        first.start();
        TrainingJob job = fixture.create();
        assertThat(begun.await(10, SECONDS)).isTrue();

        first.stop();

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.QUEUED);
        assertThat(first.isRunning()).isFalse();
        fixture.scheduler(JobsTestWork.succeeds(1)).start();
        assertThat(reaches(job.id(), JobState.SUCCEEDED).attempt()).isEqualTo(2);
    }

    @Test
    void aJobWhoseProcessWasKilledGoesOnAtOnceAtTheNextStart() throws Exception {
        TrainingScheduler killed = fixture.scheduler(this::hang);
        killed.start(); // and abandoned while it trains
        TrainingJob job = fixture.create();
        assertThat(begun.await(10, SECONDS)).isTrue();

        fixture.scheduler(JobsTestWork.succeeds(2)).start();

        TrainingJob done = reaches(job.id(), JobState.SUCCEEDED);
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(done.version()).isEqualTo(2);
        goOn.countDown(); // the abandoned training comes to its end, which must not change a thing
        killed.stop();
        assertThat(fixture.get(job.id())).isEqualTo(done);
    }

    @Test
    void aJobThatWasBeingCancelledWhenItsProcessWasKilledIsCancelledAtTheNextStart() {
        TrainingJob job = fixture.running();
        fixture.jobs.cancel(job.id());

        fixture.scheduler(JobsTestWork.succeeds(1)).start();

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aJobThatWasQueuedWhenItsProcessWasKilledIsTrainedAtTheNextStart() {
        TrainingJob job = fixture.create();
        fixture.database // a dead scheduler has picked it, but not yet taken it up
                .jdbc()
                .sql("update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat = current_timestamp")
                .update();

        fixture.scheduler(JobsTestWork.succeeds(1)).start();

        assertThat(reaches(job.id(), JobState.SUCCEEDED).attempt()).isEqualTo(1);
    }

    @Test
    void whereProcessesShareADatabaseASilentHolderLosesItsJob() {
        TrainingJob job = fixture.running();
        fixture.database // held by a process that has not given a sign of life for a minute
                .jdbc()
                .sql("update scheduled_tasks set picked = true, picked_by = 'dead', "
                        + "last_heartbeat = current_timestamp - interval '60' second")
                .update();

        fixture.sharingScheduler(JobsTestWork.succeeds(1)).start();

        assertThat(reaches(job.id(), JobState.SUCCEEDED).attempt()).isEqualTo(2);
    }

    @Test
    void whereProcessesShareADatabaseALivingHolderKeepsItsJob() throws Exception {
        fixture.sharingScheduler(this::hang).start();
        TrainingJob held = fixture.create();
        assertThat(begun.await(10, SECONDS)).isTrue();

        fixture.sharingScheduler(JobsTestWork.succeeds(5)).start();
        TrainingJob other = fixture.create();

        assertThat(reaches(other.id(), JobState.SUCCEEDED).version()).isEqualTo(5);
        assertThat(fixture.get(held.id()).state()).isEqualTo(JobState.RUNNING);
        goOn.countDown();
        assertThat(reaches(held.id(), JobState.SUCCEEDED).attempt()).isEqualTo(1);
    }

    @Test
    void aSilentHolderLosesItsJobAlthoughEveryOtherWorkerIsBusy() throws Exception {
        fixture.sharingScheduler(this::hang).start();
        fixture.create();
        assertThat(begun.await(10, SECONDS)).isTrue();
        TrainingJob dead = fixture.running();
        silence(dead);

        TrainingJob queued = reaches(dead.id(), JobState.QUEUED);

        assertThat(queued.attempt()).isEqualTo(2);
        goOn.countDown();
        reaches(dead.id(), JobState.SUCCEEDED);
    }

    @Test
    void aProcessThatDoesNotWorkTakesNothingUpButSeesThatAHolderIsSilent() {
        TrainingJob dead = fixture.running();
        UUID waiting = fixture.create().id();
        silence(dead);

        fixture.watchingScheduler().start();

        assertThat(reaches(dead.id(), JobState.QUEUED).attempt()).isEqualTo(2);
        assertThat(fixture.get(waiting).attempt()).isEqualTo(1);
        fixture.sharingScheduler(JobsTestWork.succeeds(1)).start();
        reaches(waiting, JobState.SUCCEEDED);
        reaches(dead.id(), JobState.SUCCEEDED);
        assertThat(fixture.story(dead.id()))
                .containsExactly("queued", "preparing", "running", "queued", "preparing", "running", "succeeded");
    }

    @Test
    void aJobThatADeadProcessHadPickedButNotTakenUpIsGivenToAnother() {
        TrainingJob picked = fixture.create();
        silence(picked);

        fixture.sharingScheduler(JobsTestWork.succeeds(1)).start();

        assertThat(reaches(picked.id(), JobState.SUCCEEDED).attempt()).isEqualTo(1);
    }

    @Test
    void whatAWorkerThatDiedRightAfterItsJobHadEndedDidNotCleanUpIsCleanedUp() throws Exception {
        TrainingJob ended = fixture.running();
        fixture.blobs.write(TrainingJobs.checkpointFolder(ended.id()) + "1/epoch-000001.json", out -> out.write(1));
        fixture.ledger.move(Attempt.of(ended), Transition.succeeded(1));
        silence(ended);

        fixture.watchingScheduler().start();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> fixture.blobs.list("jobs/").isEmpty());
        assertThat(fixture.get(ended.id()).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void twoWorkersThatRaceForEveryJobTakeEachUpOnce() {
        var runs = new AtomicInteger();
        JobWork counts = (job, dataset, progress) -> {
            progress.begin();
            return runs.incrementAndGet();
        };
        fixture.sharingScheduler(counts).start();
        fixture.sharingScheduler(counts).start();
        Set<UUID> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 30; i++) {
            ids.add(fixture.create().id());
        }

        ids.forEach(id -> assertThat(reaches(id, JobState.SUCCEEDED).attempt()).isEqualTo(1));
        assertThat(runs).hasValue(30);
    }

    /** Has a job picked by a process that has not given a sign of life for a minute. */
    private void silence(TrainingJob job) {
        fixture.database
                .jdbc()
                .sql("update scheduled_tasks set picked = true, picked_by = 'dead', "
                        + "last_heartbeat = current_timestamp - interval '60' second "
                        + "where task_instance = ?")
                .param(Attempt.of(job).toString())
                .update();
    }

    private int trainUntilCancelled(TrainingJob job, UUID dataset, JobProgress progress) {
        progress.begin();
        begun.countDown();
        while (!progress.cancelled()) {
            Thread.onSpinWait(); // a step
        }
        throw new TrainingCancelled();
    }

    private int hang(TrainingJob job, UUID dataset, JobProgress progress) {
        progress.begin();
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return 1;
    }

    private TrainingJob reaches(UUID id, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(fixture.get(id).state()).isEqualTo(state));
        return fixture.get(id);
    }
}
