package org.bubblegram.jobs;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.bubblegram.MigratedDatabase;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.EvaluationResult;
import org.bubblegram.evaluation.SamplePass;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnEachDatabase
class EvaluationJobsTest {
    private final EvaluationsFixture fixture = new EvaluationsFixture();
    private final EvaluationJobs evaluations = fixture.evaluations;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void close() {
        goOn.countDown();
        fixture.close();
    }

    @Test
    void anEvaluationSucceedsWithAReportBesideTheTrainingHistogramsAndTheAnomalies() {
        fixture.start(EvaluationsFixture::answerAll);

        EvaluationJob done = fixture.reaches(fixture.create(null, null).id(), JobState.SUCCEEDED);

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
        fixture.start(EvaluationsFixture::answerAll);
        UUID id = fixture.reaches(fixture.create(null, null).id(), JobState.SUCCEEDED)
                .id();
        fixture.jobs.datasets.remove("nuclei");
        fixture.jobs.models.delete("froth", 1);

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
        String plan = fixture.jobs.database.transactions().execute(status -> plan());

        assertThat(plan).contains("evaluation_sample_worst");
        if (MigratedDatabase.kind() == MigratedDatabase.Kind.H2) {
            assertThat(plan).contains("index sorted");
        } else {
            assertThat(plan).doesNotContain("sort");
        }
    }

    private String plan() {
        JdbcClient jdbc = fixture.jobs.database.jdbc();
        if (MigratedDatabase.kind() == MigratedDatabase.Kind.POSTGRESQL) { // few rows are read faster without an index
            jdbc.sql("set local enable_seqscan = off").update();
            jdbc.sql("set local enable_bitmapscan = off").update();
        }
        return jdbc.sql("explain " + EvaluationSamples.WORST_AFTER)
                .params(UUID.randomUUID(), 0.5, 0.5, 7, 10)
                .query(String.class)
                .list()
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    @Test
    void anEvaluationWhoseProcessWasKilledGoesOnAfterTheLastSampleThatItKept() throws Exception {
        TrainingScheduler killed = fixture.start((version, samples, answers) -> {
            answers.take(EvaluationsFixture.answers(samples.subList(0, 2)));
            hang();
            answers.take(EvaluationsFixture.answers(samples.subList(2, 5)));
        });
        UUID id = fixture.create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();
        List<Integer> asked = new CopyOnWriteArrayList<>();

        fixture.start((version, samples, answers) -> {
            samples.forEach(sample -> asked.add(sample.id()));
            EvaluationsFixture.answerAll(version, samples, answers);
        });

        EvaluationJob done = fixture.reaches(id, JobState.SUCCEEDED);
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
        fixture.start(this::answerUntilStopped);
        UUID id = fixture.create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        assertThat(evaluations.cancel(id).state()).isIn(JobState.CANCELLING, JobState.CANCELLED);

        fixture.reaches(id, JobState.CANCELLED);
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
        TrainingScheduler scheduler = fixture.start(this::answerUntilStopped);
        UUID id = fixture.create(null, null).id();
        assertThat(begun.await(10, SECONDS)).isTrue();

        scheduler.stop();

        assertThat(evaluations.get(id).state()).isEqualTo(JobState.QUEUED);
        assertThat(fixture.jobs.evaluatedSamples.last(id)).isZero();
    }

    @Test
    void theSameKeyAnswersTheSameEvaluationAndIsRefusedForAnotherRequest() {
        EvaluationJob first = fixture.create(null, new CreationKey("key", "a"));

        assertThat(fixture.create(null, new CreationKey("key", "a")).id()).isEqualTo(first.id());
        assertThatThrownBy(() -> fixture.create(null, new CreationKey("key", "b")))
                .isInstanceOf(CreationKeyReused.class);
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
        fixture.start(EvaluationsFixture::answerAll);

        EvaluationJob done = fixture.reaches(fixture.create(Split.TEST, null).id(), JobState.SUCCEEDED);

        assertThat(done.split()).isEqualTo(Split.TEST);
        assertThat(evaluations.samples(done.id(), SampleOrder.SAMPLE, null, 10))
                .extracting(EvaluatedSample::id)
                .containsExactly(1, 3);
    }

    private void answerUntilStopped(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        answers.take(EvaluationsFixture.answers(samples.subList(0, 1)));
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
}
