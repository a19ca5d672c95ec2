package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.bubblegram.OnEachDatabase;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.SamplePass.Answered;
import org.bubblegram.training.TrainingFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class EvaluationFailuresTest {
    private final EvaluationsFixture fixture = new EvaluationsFixture();
    private final EvaluationJobs evaluations = fixture.evaluations;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anEvaluationThatLosesItsWorkerAgainAndAgainFailsAndWhatItKeptGoes() {
        var attempt = new Attempt(fixture.create(null, null).id(), 1);
        fixture.jobs.evaluatedSamples.insert(
                attempt.job(),
                EvaluationsFixture.answers(EvaluationsFixture.samples().subList(0, 1)).stream()
                        .map(EvaluatedSample::of)
                        .toList());
        for (int i = 0; i < Troubles.MOST_LOSSES; i++) {
            fixture.jobs.evaluationLedger.move(attempt, Transition.TAKE);
            assertThat(fixture.jobs.evaluationLedger.lost(attempt)).isTrue();
            attempt = attempt.next();
        }

        EvaluationJob failed = evaluations.get(attempt.job());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("worker_lost");
        assertThat(fixture.jobs.evaluatedSamples.last(attempt.job())).isEqualTo(-1);
    }

    @Test
    void aDataSetDeletedUnderItFailsTheEvaluationAndAnotherOfItsNameDoesNotHelp() {
        UUID queued = fixture.create(null, null).id();
        fixture.jobs.datasets.put("nuclei", JobsFixture.newDataset("nuclei"));
        fixture.start((version, samples, answers) -> {
            fixture.jobs.datasets.remove("nuclei");
            throw new IOException("the pictures are gone");
        });

        assertThat(fixture.reaches(queued, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");
        UUID running = fixture.create(null, null).id();
        assertThat(fixture.reaches(running, JobState.FAILED).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void aVersionDeletedUnderItFailsTheEvaluationWhetherItWaitsOrRuns() throws IOException {
        UUID queued = fixture.create(null, null).id();
        fixture.jobs.models.delete("froth", 1);
        fixture.publish(); // another one
        fixture.start((version, samples, answers) -> {
            fixture.jobs.models.delete("froth", 2);
            EvaluationsFixture.answerAll(version, samples, answers);
        });

        assertThat(fixture.reaches(queued, JobState.FAILED).error().code()).isEqualTo("model_not_found");
        UUID running = fixture.create(null, null).id();
        assertThat(fixture.reaches(running, JobState.FAILED).error().code()).isEqualTo("model_not_found");
    }

    @Test
    void anEvaluationFailsWithTheCodeOfWhatStoppedIt() {
        fixture.start((version, samples, answers) -> {
            throw new TrainingFailure("model_file_damaged", "it is");
        });
        assertThat(fixture.reaches(fixture.create(null, null).id(), JobState.FAILED)
                        .error()
                        .code())
                .isEqualTo("model_file_damaged");
    }

    @Test
    void anAnswerThatIsNoNumberFailsTheEvaluationAndNamesThePicture() {
        fixture.start((version, samples, answers) ->
                answers.take(List.of(new Answered(samples.get(2), List.of(0.5, 0.5), Double.NaN))));

        EvaluationJob failed = fixture.reaches(fixture.create(null, null).id(), JobState.FAILED);
        assertThat(failed.error().code()).isEqualTo("model_unusable");
        assertThat(failed.error().message()).contains("2.png");
    }
}
