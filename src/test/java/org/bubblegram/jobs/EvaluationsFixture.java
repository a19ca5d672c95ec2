package org.bubblegram.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.Target;
import org.bubblegram.evaluation.SamplePass;
import org.bubblegram.evaluation.SamplePass.Answered;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.PublishedNetworks;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;

/** Everything of evaluations of the model froth on a new database, but for the network, which each test scripts. */
final class EvaluationsFixture implements AutoCloseable {
    private static final JobsSettings SETTINGS =
            new JobsSettings(Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(10));

    /** Of each sample: all are small objects, and the model says so of that fraction. */
    private static final double[] RIGHT = {0.9, 0.8, 0.9, 0.1, 0.8};

    final JobsFixture jobs = new JobsFixture();
    final EvaluationJobs evaluations = new EvaluationJobs(
            new Creation<>(jobs::dataset, steps(EvaluationsFixture::mustNotRun)::resolve),
            jobs.evaluationTable,
            jobs.evaluatedSamples,
            jobs.evaluationLedger);

    EvaluationsFixture() {
        publish();
    }

    /** Adds a version. */
    void publish() {
        try {
            jobs.models.publish("froth", UUID.randomUUID(), PublishedNetworks.card(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TrainingScheduler start(EvaluateVersion.Pass script) {
        TrainingScheduler scheduler = jobs.scheduler(SETTINGS, jobs.evaluating(steps(script)));
        scheduler.start();
        return scheduler;
    }

    EvaluateVersion.Steps steps(EvaluateVersion.Pass script) {
        return new EvaluateVersion.Steps(
                jobs::dataset,
                dataset -> samples(),
                reference -> EvaluatedVersion.of(jobs.models.resolve(ModelReference.parse(reference)), jobs.json),
                script);
    }

    EvaluationJob create(@Nullable Split split, @Nullable CreationKey key) {
        return evaluations.create(new NewEvaluation("nuclei", new EvaluationSpec("froth", split), key));
    }

    static void mustNotRun(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        throw new AssertionError("it runs");
    }

    static void answerAll(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) {
        samples.forEach(sample -> answers.take(answers(List.of(sample))));
    }

    static List<Answered> answers(List<Sample> samples) {
        return samples.stream()
                .map(sample -> {
                    double right = RIGHT[sample.id()];
                    return new Answered(sample, List.of(right, 1 - right), 1 - right);
                })
                .toList();
    }

    static List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RIGHT.length; i++) {
            Split split = i % 2 == 0 ? Split.TRAIN : Split.TEST;
            samples.add(new Sample(i, i + ".png", "b", split, new Target(1, 0), 1, null, "blob", 32, 32));
        }
        return samples;
    }

    EvaluationJob reaches(UUID id, JobState state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(evaluations.get(id).state()).isEqualTo(state));
        return evaluations.get(id);
    }

    @Override
    public void close() {
        jobs.close();
    }
}
