package org.bubblegram.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.Target;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.EvaluationResult;
import org.bubblegram.evaluation.SamplePass;
import org.bubblegram.evaluation.SamplePass.Answered;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.training.TrainingFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluationJobsTest {
    private static final JobsSettings SETTINGS =
            new JobsSettings(null, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** Of each sample: all are small objects, and the model says so of that fraction. */
    private static final double[] RIGHT = {0.9, 0.8, 0.9, 0.1, 0.8};

    private final JobsFixture fixture = new JobsFixture();
    private final EvaluationJobs evaluations = new EvaluationJobs(
            new Creation<>(fixture::dataset, steps(EvaluationJobsTest::mustNotRun)::resolve),
            fixture.evaluationTable,
            fixture.evaluatedSamples,
            fixture.evaluationLedger);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @BeforeEach
    void publish() throws IOException {
        fixture.models.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of());
    }

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    @Test
    void anEvaluationSucceedsWithAReportBesideTheTrainingHistogramsAndTheAnomalies() {
        start(EvaluationJobsTest::answerAll);

        EvaluationJob done = reaches(create(null, null).id(), JobState.SUCCEEDED);

        EvaluationResult result = done.result();
        assertThat(done.model()).isEqualTo("froth@1");
        assertThat(result).isNotNull();
        assertThat(result.report().samples()).isEqualTo(5);
        assertThat(result.report().metrics().get("emd").model()).isCloseTo(1.5 / 5, within(1e-9));
        // the card's training histogram is (.25, .75), so three quarters lie in the wrong bin
        assertThat(result.report().metrics().get("emd").constantAnswer()).isCloseTo(0.75, within(1e-9));
        assertThat(result.report().losses()).hasSize(15);
        assertThat(result.report().loss()).isCloseTo(1.5 / 5, within(1e-9));
        // losses .1 .2 .1 .9 .2: median .2, distances .1 0 .1 .7 0 with median .1
        assertThat(result.anomalies().threshold()).isCloseTo(0.2 + 3.5 * 1.4826 * 0.1, within(1e-9));
        assertThat(result.anomalies().count()).isEqualTo(1);
        assertThat(done.progress()).isEqualTo(1);
        assertThat(evaluations.list(null, null, 10))
                .extracting(EvaluationJob::result)
                .containsExactly((EvaluationResult) null);
    }

    @Test
    void samplesComeInTheirOrderOrWorstFirstPageByPageAndOutliveModelAndDataSet() throws IOException {
        start(EvaluationJobsTest::answerAll);
        UUID id = reaches(create(null, null).id(), JobState.SUCCEEDED).id();
        fixture.datasets.remove("nuclei");
        fixture.models.delete("froth", 1);

        List<EvaluatedSample> all = evaluations.samples(id, SampleOrder.SAMPLE, null, 10);

        assertThat(all).extracting(EvaluatedSample::id).containsExactly(0, 1, 2, 3, 4);
        assertThat(all.get(1))
                .isEqualTo(new EvaluatedSample(
                        1, "1.png", "b", Split.TEST, 1, 1 - 0.8, List.of(1.0, 0.0), List.of(0.8, 1 - 0.8)));
        assertThat(pages(id, SampleOrder.SAMPLE)).containsExactly(0, 1, 2, 3, 4);
        assertThat(pages(id, SampleOrder.LOSS))
                .containsExactly(3, 1, 4, 0, 2); // of equal losses the first sample first
    }

    /** Ids, two a page. */
    private List<Integer> pages(UUID id, SampleOrder order) {
        List<Integer> ids = new ArrayList<>();
        Integer last = null;
        List<EvaluatedSample> page;
        do {
            page = evaluations.samples(id, order, last, 2);
            page.forEach(sample -> ids.add(sample.id()));
            last = ids.get(ids.size() - 1);
        } while (!page.isEmpty());
        return ids;
    }

    @Test
    void thePageOfTheWorstIsReadByTheIndexAndNotSorted() {
        String plan = fixture.database
                .jdbc()
                .sql("explain " + EvaluationSamples.WORST_AFTER)
                .params(UUID.randomUUID(), 0.5, 0.5, 7, 10)
                .query(String.class)
                .single();

        assertThat(plan.toLowerCase(Locale.ROOT))
                .contains("evaluation_sample_worst")
                .contains("index sorted");
    }

    @Test
    void anEvaluationWhoseProcessWasKilledGoesOnAfterTheLastSampleThatItKept() throws Exception {
        TrainingScheduler killed = start((version, samples, answers) -> {
            answers.take(answers(samples.subList(0, 2)));
            hang();
            answers.take(answers(samples.subList(2, 5)));
        });
        UUID id = create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();
        List<Integer> asked = new CopyOnWriteArrayList<>();

        start((version, samples, answers) -> {
            samples.forEach(sample -> asked.add(sample.id()));
            answerAll(version, samples, answers);
        });

        EvaluationJob done = reaches(id, JobState.SUCCEEDED);
        assertThat(done.attempt()).isEqualTo(2);
        assertThat(asked).containsExactly(2, 3, 4);
        assertThat(done.result().report().samples()).isEqualTo(5);
        goOn.countDown(); // the abandoned one comes to its end, which must not change a thing
        killed.stop();
        assertThat(evaluations.get(id)).isEqualTo(done);
        assertThat(evaluations.samples(id, SampleOrder.SAMPLE, null, 10)).hasSize(5);
    }

    @Test
    void aRunningEvaluationIsCancelledAndWhatItKeptGoes() throws Exception {
        start(this::answerUntilStopped);
        UUID id = create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        assertThat(evaluations.cancel(id).state()).isIn(JobState.CANCELLING, JobState.CANCELLED);

        reaches(id, JobState.CANCELLED);
        assertThat(evaluations.samples(id, SampleOrder.SAMPLE, null, 10)).isEmpty();
        assertThatThrownBy(() -> evaluations.result(id))
                .isInstanceOf(EvaluationNotSucceeded.class)
                .hasMessageContaining("is cancelled");
        assertThatThrownBy(() -> evaluations.cancel(id))
                .isInstanceOf(EvaluationFinished.class)
                .hasMessageContaining("already been cancelled");
    }

    @Test
    void atShutdownTheEvaluationGoesBackToTheQueueWithWhatItKept() throws Exception {
        TrainingScheduler scheduler = start(this::answerUntilStopped);
        UUID id = create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        scheduler.stop();

        assertThat(evaluations.get(id).state()).isEqualTo(JobState.QUEUED);
        assertThat(fixture.evaluatedSamples.last(id)).isZero();
    }

    @Test
    void anEvaluationThatLosesItsWorkerAgainAndAgainFailsAndWhatItKeptGoes() {
        var attempt = new Attempt(create(null, null).id(), 1);
        fixture.evaluatedSamples.insert(
                attempt.job(),
                answers(samples().subList(0, 1)).stream()
                        .map(EvaluatedSample::of)
                        .toList());
        for (int i = 0; i < AttemptLedger.MOST_LOSSES; i++) {
            fixture.evaluationLedger.move(attempt, Transition.TAKE);
            assertThat(fixture.evaluationLedger.lost(attempt)).isTrue();
            attempt = attempt.next();
        }

        EvaluationJob failed = evaluations.get(attempt.job());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("worker_lost");
        assertThat(fixture.evaluatedSamples.last(attempt.job())).isEqualTo(-1);
    }

    @Test
    void aDataSetDeletedUnderItFailsTheEvaluationAndAnotherOfItsNameDoesNotHelp() {
        UUID queued = create(null, null).id();
        fixture.datasets.put("nuclei", JobsFixture.newDataset("nuclei"));
        start((version, samples, answers) -> {
            fixture.datasets.remove("nuclei");
            throw new IOException("the pictures are gone");
        });

        assertThat(reaches(queued, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");
        UUID running = create(null, null).id();
        assertThat(reaches(running, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void aVersionDeletedUnderItFailsTheEvaluationWhetherItWaitsOrRuns() throws IOException {
        UUID queued = create(null, null).id();
        fixture.models.delete("froth", 1);
        fixture.models.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of()); // another one
        start((version, samples, answers) -> {
            fixture.models.delete("froth", 2);
            answerAll(version, samples, answers);
        });

        assertThat(reaches(queued, JobState.FAILED).error().code()).isEqualTo("model_not_found");
        UUID running = create(null, null).id();
        assertThat(reaches(running, JobState.FAILED).error().code()).isEqualTo("model_not_found");
    }

    @Test
    void anEvaluationFailsWithTheCodeOfWhatStoppedIt() {
        start((version, samples, answers) -> {
            throw new TrainingFailure("model_file_damaged", "it is");
        });
        assertThat(reaches(create(null, null).id(), JobState.FAILED).error().code())
                .isEqualTo("model_file_damaged");
    }

    @Test
    void anAnswerThatIsNoNumberFailsTheEvaluationAndNamesThePicture() {
        start((version, samples, answers) ->
                answers.take(List.of(new Answered(samples.get(2), List.of(0.5, 0.5), Double.NaN))));

        EvaluationJob failed = reaches(create(null, null).id(), JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("model_unusable");
        assertThat(failed.error().message()).contains("2.png");
    }

    @Test
    void theSameKeyAnswersTheSameEvaluationAndIsRefusedForAnotherRequest() {
        EvaluationJob first = create(null, new CreationKey("key", "a"));

        assertThat(create(null, new CreationKey("key", "a")).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> create(null, new CreationKey("key", "b"))).isInstanceOf(CreationKeyReused.class);
        assertThat(evaluations.list(JobState.QUEUED, null, 10)).hasSize(1);
    }

    @Test
    void aModelThatIsNotThereIsRefused() {
        assertThatThrownBy(() ->
                        evaluations.create(new NewEvaluation("nuclei", new EvaluationSpec("froth@2", null), null)))
                .isInstanceOf(ModelNotFound.class);
    }

    @Test
    void onlyTheSamplesOfTheSplitAreEvaluated() {
        start(EvaluationJobsTest::answerAll);

        EvaluationJob done = reaches(create(Split.TEST, null).id(), JobState.SUCCEEDED);

        assertThat(done.split()).isEqualTo(Split.TEST);
        assertThat(evaluations.samples(done.id(), SampleOrder.SAMPLE, null, 10))
                .extracting(EvaluatedSample::id)
                .containsExactly(1, 3);
    }

    private TrainingScheduler start(EvaluateVersion.Pass script) {
        TrainingScheduler scheduler = fixture.scheduler(SETTINGS, fixture.evaluating(steps(script)));
        scheduler.start();
        return scheduler;
    }

    private EvaluateVersion.Steps steps(EvaluateVersion.Pass script) {
        return new EvaluateVersion.Steps(
                fixture::dataset,
                dataset -> samples(),
                reference -> EvaluatedVersion.of(fixture.models.resolve(ModelReference.parse(reference)), fixture.json),
                script);
    }

    private EvaluationJob create(@Nullable Split split, @Nullable CreationKey key) {
        return evaluations.create(new NewEvaluation("nuclei", new EvaluationSpec("froth", split), key));
    }

    private static void mustNotRun(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        throw new AssertionError("it runs");
    }

    private static void answerAll(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        samples.forEach(sample -> answers.take(answers(List.of(sample))));
    }

    private static List<Answered> answers(List<Sample> samples) {
        return samples.stream()
                .map(sample -> {
                    double right = RIGHT[sample.id()];
                    return new Answered(sample, List.of(right, 1 - right), 1 - right);
                })
                .toList();
    }

    private void answerUntilStopped(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        answers.take(answers(samples.subList(0, 1)));
        begun.countDown();
        while (true) {
            answers.take(List.of()); // looks whether it shall stop
        }
    }

    private void hang() {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RIGHT.length; i++) {
            Split split = i % 2 == 0 ? Split.TRAIN : Split.TEST;
            samples.add(new Sample(i, i + ".png", "b", split, new Target(1, 0), 1, null, "blob", 32, 32));
        }
        return samples;
    }

    private EvaluationJob reaches(UUID id, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(evaluations.get(id).state()).isEqualTo(state));
        return evaluations.get(id);
    }
}
