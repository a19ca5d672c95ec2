package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.training.TrainedNetwork;
import org.bubblegram.training.TrainingFailure;
import org.bubblegram.training.TrainingRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainAndPublishTest {
    private final JobsFixture fixture = new JobsFixture();
    private final ModelRegistry registry = new ModelRegistry(
            fixture.database.jdbc(), fixture.database.transactions(), fixture.blobs, fixture.json, fixture.clock);

    private final NetworkFiles networks = new NetworkFiles(registry, fixture.json, Path.of("target", "onnx"));

    @AfterEach
    void close() {
        networks.close();
        fixture.close();
    }

    @Test
    void trainingIsGivenTheJobsSpecAndItsDataset() {
        TrainingJob job = fixture.create();

        execute(job, run -> {
            assertThat(run.spec()).isEqualTo(job.spec());
            assertThat(run.dataset()).isEqualTo(fixture.datasets.get("nuclei"));
            assertThat(run.cancelled().getAsBoolean()).isFalse();
            run.listener().onEpoch(JobsFixture.epoch(1));
            throw new TrainingFailure("loss_diverged", "the loss is NaN at step 7");
        });

        assertThat(fixture.jobs.epochs(job.id())).containsExactly(JobsFixture.epoch(1));
        assertThat(fixture.get(job.id()).error())
                .isEqualTo(new TrainingJob.JobError("loss_diverged", "the loss is NaN at step 7"));
    }

    @Test
    void aJobWhoseDatasetWasDeletedFails() {
        TrainingJob job = fixture.create();
        fixture.datasets.clear();

        execute(job, TrainAndPublishTest::mustNotTrain);

        assertThat(fixture.get(job.id()).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void anotherDatasetOfTheSameNameIsNotTheJobs() {
        TrainingJob job = fixture.create();
        fixture.datasets.put("nuclei", JobsFixture.newDataset("nuclei"));

        execute(job, TrainAndPublishTest::mustNotTrain);

        assertThat(fixture.get(job.id()).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void aDatasetThatIsDeletedDuringTrainingIsNamedAsTheCause() {
        TrainingJob job = fixture.create();

        execute(job, run -> {
            fixture.datasets.clear();
            throw new IllegalStateException("no blob");
        });

        assertThat(fixture.get(job.id()).error().code()).isEqualTo("dataset_not_found");
    }

    @Test
    void aJobThatHadPublishedBeforeItsWorkerDiedSucceedsWithThatVersionAndIsNotTrainedAgain() throws IOException {
        TrainingJob job = fixture.running();
        registry.publish("froth", job.id(), PublishedNetworks.card(), Map.of());
        fixture.ledger.lost(Attempt.of(job));

        execute(fixture.get(job.id()), TrainAndPublishTest::mustNotTrain);

        assertThat(fixture.get(job.id()).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(fixture.get(job.id()).version()).isEqualTo(1);
        assertThat(registry.versions("froth")).hasSize(1);
    }

    private void execute(TrainingJob job, Function<TrainingRun, TrainedNetwork> train) {
        var steps = new TrainAndPublish.Steps(
                name -> Optional.ofNullable(fixture.datasets.get(name)), dataset -> List.of(), train);
        var cards = new TrainAndPublish.Cards(fixture.json, fixture.clock, "test");
        fixture.worker(new TrainAndPublish(steps, fixture.blobs, registry, networks, cards))
                .execute(Attempt.of(job));
    }

    private static TrainedNetwork mustNotTrain(TrainingRun run) {
        throw new AssertionError("it trains");
    }
}
