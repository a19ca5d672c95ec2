package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.AtOnce;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.registry.InvalidReference;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.training.TrainingSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class TrainingJobsTest {
    private final JobsFixture fixture = new JobsFixture();
    private final TrainingJobs jobs = fixture.jobs;
    private final JobLedger ledger = fixture.ledger;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aNewJobIsQueuedAndReadBackAsItWasMade() {
        TrainingJob job = fixture.create();

        assertThat(jobs.find(job.id())).contains(job);
        assertThat(job.state()).isEqualTo(JobState.QUEUED);
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(job.progress()).isZero();
        assertThat(job.spec()).isEqualTo(TrainingSpec.defaults());
        assertThat(job.createdAt()).isEqualTo(fixture.clock.instant());
        assertThat(jobs.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void aJobNeedsADatasetAndAModelName() {
        assertThatThrownBy(() -> jobs.create(new NewTrainingJob("moon", "froth", TrainingSpec.defaults(), null)))
                .isInstanceOf(DatasetNotFound.class)
                .hasMessageContaining("moon");
        assertThatThrownBy(() -> new NewTrainingJob("nuclei", "../froth", TrainingSpec.defaults(), null))
                .isInstanceOf(InvalidReference.class);
        assertThat(jobs.list(null, null, 10)).isEmpty();
    }

    @Test
    void theSameCreationKeyAnswersTheSameJob() {
        TrainingJob first = fixture.create(new CreationKey("k", "digest"));

        assertThat(fixture.create(new CreationKey("k", "digest"))).isEqualTo(first);
        assertThat(jobs.list(null, null, 10)).hasSize(1);
        assertThatThrownBy(() -> fixture.create(new CreationKey("k", "another")))
                .isInstanceOf(CreationKeyReused.class);
    }

    @Test
    void theSameCreationKeyAtTheSameTimeMakesOneJob() throws Exception {
        List<TrainingJob> answers = AtOnce.call(4, () -> {
            return fixture.create(new CreationKey("k", "digest"));
        });

        assertThat(answers).containsOnly(answers.get(0));
        assertThat(jobs.list(null, null, 10)).hasSize(1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void jobsAreListedNewestFirstPageByPageAndByState() {
        List<TrainingJob> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            fixture.clock.pass(Duration.ofSeconds(1));
            made.add(0, fixture.create());
        }
        TrainingJob cancelled = jobs.cancel(made.get(1).id());

        assertThat(jobs.list(null, null, 2)).containsExactly(made.get(0), cancelled);
        assertThat(jobs.list(null, made.get(1).id(), 2)).containsExactly(made.get(2), made.get(3));
        assertThat(jobs.list(null, made.get(4).id(), 2)).isEmpty();
        assertThat(jobs.list(JobState.CANCELLED, null, 10)).containsExactly(cancelled);
        assertThat(jobs.list(JobState.QUEUED, made.get(0).id(), 10))
                .containsExactly(made.get(2), made.get(3), made.get(4));
    }

    @Test
    void jobsMadeAtTheSameInstantArePagedWithoutGapOrRepeat() {
        for (int i = 0; i < 5; i++) {
            fixture.create();
        }

        List<UUID> seen = new ArrayList<>();
        List<TrainingJob> page = jobs.list(null, null, 2);
        while (!page.isEmpty()) {
            page.forEach(job -> seen.add(job.id()));
            page = jobs.list(null, seen.get(seen.size() - 1), 2);
        }

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void aQueuedJobIsCancelledAtOnceWithItsCheckpoints() throws Exception {
        TrainingJob job = fixture.create();
        String checkpoint = TrainingJobs.checkpointFolder(job.id()) + "1.bin";
        fixture.blobs.write(checkpoint, out -> out.write(1));

        TrainingJob cancelled = jobs.cancel(job.id());

        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.finishedAt()).isEqualTo(fixture.clock.instant());
        assertThat(fixture.blobs.exists(checkpoint)).isFalse();
        assertThat(ledger.move(Attempt.of(job), Transition.TAKE)).isFalse();
    }

    @Test
    void aHeldJobWaitsForItsWorkerAndMayBeCancelledTwice() {
        TrainingJob job = fixture.running();

        assertThat(jobs.cancel(job.id()).state()).isEqualTo(JobState.CANCELLING);
        assertThat(jobs.cancel(job.id()).state()).isEqualTo(JobState.CANCELLING);

        assertThat(stateEvents(job)).containsExactly("queued", "preparing", "running", "cancelling");
    }

    @Test
    void anEndedJobCannotBeCancelled() {
        TrainingJob job = fixture.running();
        ledger.move(Attempt.of(job), Transition.succeeded(7));

        assertThatThrownBy(() -> jobs.cancel(job.id()))
                .isInstanceOfSatisfying(
                        JobFinished.class, e -> assertThat(e.code()).isEqualTo("job_finished"))
                .hasMessageContaining("succeeded");
        assertThat(fixture.get(job.id()).version()).isEqualTo(7);
        assertThat(fixture.get(job.id()).progress()).isEqualTo(1);
    }

    @Test
    void anUnknownJobIsNotFound() {
        UUID id = UUID.randomUUID();

        assertThatThrownBy(() -> jobs.cancel(id))
                .isInstanceOfSatisfying(
                        JobNotFound.class, e -> assertThat(e.code()).isEqualTo("job_not_found"));
        assertThatThrownBy(() -> jobs.events(id, 0, 10)).isInstanceOf(JobNotFound.class);
        assertThatThrownBy(() -> jobs.epochs(id)).isInstanceOf(JobNotFound.class);
        assertThatThrownBy(() -> jobs.checkpoints(id)).isInstanceOf(JobNotFound.class);
    }

    @Test
    void eventsAreNumberedInOrderAndPaged() throws Exception {
        Attempt attempt = Attempt.of(fixture.running()); // events 1 to 3
        AtOnce.call(4, () -> {
            for (int i = 0; i < 5; i++) {
                ledger.advance(attempt, new Standing(0, null), JobEvent.PROGRESS, List.of());
            }
            return true;
        });

        List<JobEvent> all = jobs.events(attempt.job(), 0, 100);
        assertThat(all).extracting(JobEvent::id).containsExactlyElementsOf(longs(1, 23));
        assertThat(jobs.events(attempt.job(), 3, 5)).containsExactlyElementsOf(all.subList(3, 8));
        assertThat(all.get(2).data().path("state").asString()).isEqualTo("running");
        assertThat(all.get(2).data().path("attempt").asInt()).isEqualTo(1);
    }

    @Test
    void whoSubscribedIsToldOfEachEventAndCanReadIt() throws Exception {
        TrainingJob job = fixture.create();
        List<Integer> counts = new ArrayList<>();
        var other = new AtomicInteger();
        AutoCloseable subscription = jobs.subscribe(
                job.id(), () -> counts.add(jobs.events(job.id(), 0, 10).size()));
        jobs.subscribe(UUID.randomUUID(), other::incrementAndGet);

        ledger.move(Attempt.of(job), Transition.TAKE);
        ledger.move(Attempt.of(job), Transition.RUN);
        subscription.close();
        jobs.cancel(job.id());

        assertThat(counts).containsExactly(2, 3);
        assertThat(other).hasValue(0);
    }

    @Test
    void anEpochThatWasTrainedAgainCountsOnceAndItsLastResultStays() {
        Attempt attempt = Attempt.of(fixture.running());
        var standing = new Standing(0, null);
        for (int epoch : List.of(1, 2, 2, 3)) {
            ledger.advance(attempt, standing, JobEvent.EPOCH, JobsFixture.epoch(epoch));
        }

        assertThat(jobs.epochs(attempt.job()))
                .containsExactly(JobsFixture.epoch(1), JobsFixture.epoch(2), JobsFixture.epoch(3));
    }

    private List<String> stateEvents(TrainingJob job) {
        return jobs.events(job.id(), 0, 100).stream()
                .map(event -> event.data().path("state").asString())
                .toList();
    }

    private int waiting() {
        return fixture.database
                .jdbc()
                .sql("select count(*) from scheduled_tasks")
                .query(Integer.class)
                .single();
    }

    private static List<Long> longs(long first, long last) {
        List<Long> all = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void aJobOfVersion01ThatNamesNoStagesHasNone() {
        TrainingJob job = fixture.create();
        String old = fixture.json.writeValueAsString(fixture.json
                .createObjectNode()
                .set("backbone", fixture.json.createObjectNode().put("trainable", "all")));
        fixture.database
                .jdbc()
                .sql("update training_job set spec = ? where id = ?")
                .params(old, job.id())
                .update();

        assertThat(fixture.get(job.id()).spec().stages()).isEmpty();
    }
}
