package org.bubblegram.jobs;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;
import org.bubblegram.evaluation.EvaluatedSample;
import org.bubblegram.evaluation.EvaluationResult;
import org.bubblegram.evaluation.SamplePass;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.training.StorageFailed;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;

/**
 * Sends a data set's samples through a version of a model, keeps what it makes of each, and reports. Each batch is kept with
 * the transaction that says that the worker still holds the evaluation; the next attempt goes on after the last one.
 */
final class EvaluateVersion implements AttemptWork {
    private final Steps steps;
    private final EvaluationTable evaluations;
    private final EvaluationSamples kept;
    private final EvaluationLedger ledger;
    private final Clock clock;

    /** One pass of a version over samples. */
    @FunctionalInterface
    interface Pass {
        void over(EvaluatedVersion version, List<Sample> samples, SamplePass.Answers answers) throws IOException;
    }

    /** What is done elsewhere: find a data set by name, list its samples, find a version, evaluate it. */
    record Steps(
            Function<String, Optional<Dataset>> find,
            Function<Dataset, List<Sample>> samples,
            Function<String, EvaluatedVersion> version,
            Pass pass) {
        /** The spec as it will run: with the version that the reference means now. */
        EvaluationSpec resolve(Dataset dataset, EvaluationSpec asked) {
            EvaluatedVersion found = version.apply(asked.model());
            found.requireComparable(dataset);
            if (asked.split() != null) {
                found.samples(dataset, samples.apply(dataset), asked.split());
            }
            return new EvaluationSpec(found.version().reference(), asked.split());
        }
    }

    /** What an evaluation is about, as long as it is there. */
    private record Subject(Dataset dataset, EvaluatedVersion version) {}

    EvaluateVersion(
            Steps steps, EvaluationTable evaluations, EvaluationSamples kept, EvaluationLedger ledger, Clock clock) {
        this.steps = steps;
        this.evaluations = evaluations;
        this.kept = kept;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Transition run(Attempt attempt, BooleanSupplier stopping) {
        EvaluationJob job = ledger.get(attempt.job());
        try (var progress = new EvaluationProgress(job, ledger, stopping, clock)) {
            evaluations.setResult(attempt, new StillThere(() -> find(job)).during(() -> evaluate(job, progress)));
            return Transition.DONE;
        }
    }

    private EvaluationResult evaluate(EvaluationJob job, EvaluationProgress progress) {
        Subject subject = find(job);
        List<Sample> samples =
                subject.version.samples(subject.dataset, steps.samples().apply(subject.dataset), job.split());
        progress.begin();
        pass(job, subject, samples, progress);
        find(job); // a report about what is not there any more helps nobody
        stopIfCancelled(progress);
        return EvaluationResult.of(
                () -> kept.all(job.id(), SampleOrder.SAMPLE),
                new Scorer(subject.dataset.bins(), subject.dataset.basis()),
                subject.version.spec().loss(),
                subject.version.card().trainingHistogram());
    }

    private Subject find(EvaluationJob job) {
        Dataset dataset = new QueuedDataset(job.dataset(), ledger.dataset(job.id())).in(steps.find());
        return new Subject(dataset, steps.version().apply(job.model()));
    }

    private void pass(EvaluationJob job, Subject subject, List<Sample> samples, EvaluationProgress progress) {
        int last = kept.last(job.id());
        List<Sample> left =
                samples.stream().filter(sample -> sample.id() > last).toList();
        var answers = new Answers(job.id(), samples.size(), samples.size() - left.size(), progress);
        try {
            steps.pass().over(subject.version, left, answers);
        } catch (IOException e) {
            throw new StorageFailed("The evaluation", e);
        }
    }

    private static void stopIfCancelled(EvaluationProgress progress) {
        if (progress.cancelled()) {
            throw new TrainingCancelled();
        }
    }

    /** Keeps what comes. */
    private final class Answers implements SamplePass.Answers {
        private final UUID evaluation;
        private final int total;
        private final EvaluationProgress progress;
        private int done;

        Answers(UUID evaluation, int total, int done, EvaluationProgress progress) {
            this.evaluation = evaluation;
            this.total = total;
            this.done = done;
            this.progress = progress;
        }

        @Override
        public void take(List<SamplePass.Answered> batch) {
            List<EvaluatedSample> samples = batch.stream().map(Answers::checked).toList();
            done += samples.size();
            progress.onAnswered(done, total, () -> kept.insert(evaluation, samples));
            stopIfCancelled(progress);
        }

        private static EvaluatedSample checked(SamplePass.Answered answered) {
            if (!Double.isFinite(answered.loss())) {
                throw new TrainingFailure(
                        "model_unusable",
                        "the model answers " + answered.sample().image() + " with what is no number");
            }
            return EvaluatedSample.of(answered);
        }
    }
}
