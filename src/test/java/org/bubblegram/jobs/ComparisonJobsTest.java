package org.bubblegram.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.training.ComparedFold;
import org.bubblegram.training.ComparisonRun;
import org.bubblegram.training.ComparisonSpec;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ComparisonJobsTest {
    private static final JobsSettings SETTINGS =
            new JobsSettings(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10));

    private final JobsFixture fixture = new JobsFixture();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    @Test
    void aComparisonSucceedsWithATableOfWhatItsHeadsAnswered() {
        start(run -> {
            run.listener().onFeatures(4, 4);
            run.listener().onTrained(45, 45);
            return List.of(fold(run, 0.9), fold(run, 0.8));
        });

        ComparisonJob done = reaches(fixture.compare(null).id(), JobState.SUCCEEDED);

        // the better answer leaves .1 and .2 in the wrong one of two bins; the constant answer leaves a half
        LossTable table = done.result();
        assertThat(table).isNotNull();
        assertThat(table.losses()).hasSize(15);
        assertThat(table.losses().get(0).loss()).isEqualTo(ComparisonSpec.EVERY_LOSS.get(3));
        assertThat(table.losses().get(0).metrics().get("emd").mean()).isCloseTo(0.15, within(1e-9));
        assertThat(table.constantAnswer().get("emd").mean()).isCloseTo(0.5, within(1e-9));
        assertThat(table.recommendation().sentence()).startsWith("jensen-shannon had the lowest EMD (0.15 bins");
        assertThat(done.progress()).isEqualTo(1);
        assertThat(fixture.comparisons.list(null, null, 10))
                .extracting(ComparisonJob::result)
                .containsExactly((LossTable) null);
    }

    @Test
    void aComparisonAndATrainingJobAreWorkedOnOneAfterTheOther() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        fixture.scheduler(
                        SETTINGS,
                        fixture.comparing(run -> {
                            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            atOnce.decrementAndGet();
                            return List.of(fold(run, 0.9), fold(run, 0.8));
                        }),
                        new TrainingScheduler.Kind(fixture.queue, fixture.worker((job, dataset, progress) -> {
                            progress.begin();
                            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                            atOnce.decrementAndGet();
                            return 1;
                        })))
                .start();

        List<UUID> comparisons = new ArrayList<>();
        List<UUID> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            comparisons.add(fixture.compare(null).id());
            jobs.add(fixture.create().id());
        }

        comparisons.forEach(id -> reaches(id, JobState.SUCCEEDED));
        jobs.forEach(id ->
                await().untilAsserted(() -> assertThat(fixture.get(id).state()).isEqualTo(JobState.SUCCEEDED)));
        assertThat(most).hasValue(1);
    }

    @Test
    void aRunningComparisonIsCancelledAndStaysReadable() throws Exception {
        start(this::trainUntilCancelled);
        UUID id = fixture.compare(null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        assertThat(fixture.comparisons.cancel(id).state()).isIn(JobState.CANCELLING, JobState.CANCELLED);
        fixture.clock.pass(Duration.ofSeconds(2)); // the worker looks once a second

        assertThat(reaches(id, JobState.CANCELLED).result()).isNull();
        assertThatThrownBy(() -> fixture.comparisons.cancel(id))
                .isInstanceOf(ComparisonFinished.class)
                .hasMessageContaining("already been cancelled");
    }

    @Test
    void aQueuedComparisonIsCancelledAtOnce() {
        UUID id = fixture.compare(null).id();

        assertThat(fixture.comparisons.cancel(id).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aComparisonWhoseProcessWasKilledStartsAgainAtTheNextStart() throws Exception {
        TrainingScheduler killed = start(this::hang); // and abandoned while it trains
        UUID id = fixture.compare(null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        start(run -> List.of(fold(run, 0.9), fold(run, 0.8)));

        ComparisonJob done = reaches(id, JobState.SUCCEEDED);
        assertThat(done.attempt()).isEqualTo(2);
        goOn.countDown(); // the abandoned one comes to its end, which must not change a thing
        killed.stop();
        assertThat(fixture.comparisons.get(id)).isEqualTo(done);
    }

    @Test
    void atShutdownTheComparisonGoesBackToTheQueue() throws Exception {
        TrainingScheduler scheduler = start(this::trainUntilCancelled);
        UUID id = fixture.compare(null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        scheduler.stop();

        assertThat(fixture.comparisons.get(id).state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void aComparisonThatLosesItsWorkerAgainAndAgainFails() {
        var attempt = new Attempt(fixture.compare(null).id(), 1);
        for (int i = 0; i < Troubles.MOST_LOSSES; i++) {
            fixture.comparisonLedger.move(attempt, Transition.TAKE);
            assertThat(fixture.comparisonLedger.lost(attempt)).isTrue();
            attempt = attempt.next();
        }

        ComparisonJob failed = fixture.comparisons.get(attempt.job());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("worker_lost");
    }

    @Test
    void aDataSetDeletedUnderItFailsTheComparisonAndNotTheWorker() {
        start(run -> {
            fixture.datasets.remove("nuclei");
            throw new IllegalStateException("the images are gone");
        });
        UUID id = fixture.compare(null).id();

        assertThat(reaches(id, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");

        fixture.datasets.put(
                "nuclei", JobsFixture.newDataset("nuclei")); // the name comes back, the next one is worked on
        UUID next = fixture.compare(null).id();
        assertThat(reaches(next, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void aDataSetDeletedWhileHeadsTrainFailsTheComparisonTooThoughNothingReadIt() {
        start(run -> {
            fixture.datasets.remove("nuclei");
            return List.of(fold(run, 0.9), fold(run, 0.8));
        });

        assertThat(reaches(fixture.compare(null).id(), JobState.FAILED).error().code())
                .isEqualTo("dataset_not_found");
    }

    @Test
    void aComparisonFailsWithTheCodeOfWhatStoppedIt() {
        start(run -> {
            throw new TrainingFailure("backbone_unavailable", "gone");
        });

        assertThat(reaches(fixture.compare(null).id(), JobState.FAILED).error().code())
                .isEqualTo("backbone_unavailable");
    }

    @Test
    void aComparisonOfWhichEveryLossDivergedFailsAndSaysWhatMayHelp() {
        start(run -> {
            ComparedFold none = new ComparedFold(
                    samples(),
                    samples(),
                    run.spec().losses().stream()
                            .map(loss -> Optional.<ComparedFold.Answers>empty())
                            .toList());
            return List.of(none, none);
        });

        ComparisonJob failed = reaches(fixture.compare(null).id(), JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("loss_diverged");
        assertThat(failed.error().message()).contains("optimizer.learningRate");
    }

    @Test
    void theSameKeyAnswersTheSameComparisonAndIsRefusedForAnotherRequest() {
        ComparisonJob first = fixture.compare(new CreationKey("key", "a"));

        assertThat(fixture.compare(new CreationKey("key", "a")).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> fixture.compare(new CreationKey("key", "b"))).isInstanceOf(CreationKeyReused.class);
        assertThat(fixture.comparisons.list(JobState.QUEUED, null, 10)).hasSize(1);
    }

    @Test
    void comparisonsAreListedNewestFirst() {
        UUID first = fixture.compare(null).id();
        fixture.clock.pass(Duration.ofSeconds(1));
        UUID second = fixture.compare(null).id();

        assertThat(fixture.comparisons.list(null, null, 1))
                .extracting(ComparisonJob::id)
                .containsExactly(second);
        assertThat(fixture.comparisons.list(null, second, 10))
                .extracting(ComparisonJob::id)
                .containsExactly(first);
        assertThat(fixture.comparisons.list(JobState.FAILED, null, 10)).isEmpty();
    }

    private TrainingScheduler start(Function<ComparisonRun, List<ComparedFold>> script) {
        TrainingScheduler scheduler = fixture.scheduler(SETTINGS, fixture.comparing(script));
        scheduler.start();
        return scheduler;
    }

    private List<ComparedFold> trainUntilCancelled(ComparisonRun run) {
        begun.countDown();
        while (!run.cancelled().getAsBoolean()) {
            Thread.onSpinWait(); // an epoch
        }
        throw new TrainingCancelled();
    }

    private List<ComparedFold> hang(ComparisonRun run) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return List.of(fold(run, 0.7), fold(run, 0.6));
    }

    /** Every loss answers one sample of bin 1 with some right fraction, but the fourth does better than the others. */
    private static ComparedFold fold(ComparisonRun run, double right) {
        List<Optional<ComparedFold.Answers>> answers = new ArrayList<>();
        for (int i = 0; i < run.spec().losses().size(); i++) {
            double fraction = i == 3 ? right : right / 2;
            answers.add(Optional.of(
                    new ComparedFold.Answers(List.of(new double[] {fraction, 1 - fraction}), List.of(0.5))));
        }
        return new ComparedFold(samples(), samples().subList(0, 1), answers);
    }

    private static List<Sample> samples() {
        return List.of(
                new Sample(0, "0.png", null, null, new Target(1, 0), 1, null, "blob", 32, 32),
                new Sample(1, "1.png", null, null, new Target(0, 1), 1, null, "blob", 32, 32));
    }

    private ComparisonJob reaches(UUID id, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(fixture.comparisons.get(id).state()).isEqualTo(state));
        return fixture.comparisons.get(id);
    }
}
