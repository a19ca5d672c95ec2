package org.bubblegram.jobs;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bubblegram.dataset.ConstantAnswer;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;
import org.bubblegram.evaluation.Evaluations;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.training.ComparedFold;
import org.bubblegram.training.ComparisonRun;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;

/** Trains with each loss on each fold, scores what was held out, and keeps the table. */
final class CompareLosses implements AttemptWork {
    private final Steps steps;
    private final ComparisonTable comparisons;
    private final ComparisonLedger ledger;
    private final Clock clock;

    /** What is done elsewhere: find a data set by name, list its samples, compare on them. */
    record Steps(
            Function<String, Optional<Dataset>> find,
            Function<Dataset, List<Sample>> samples,
            Function<ComparisonRun, List<ComparedFold>> compare) {}

    CompareLosses(Steps steps, ComparisonTable comparisons, ComparisonLedger ledger, Clock clock) {
        this.steps = steps;
        this.comparisons = comparisons;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Transition run(Attempt attempt, BooleanSupplier stopping) {
        ComparisonJob job = ledger.get(attempt.job());
        try (var progress = new ComparisonProgress(job, ledger, stopping, clock)) {
            comparisons.setResult(attempt, compare(job, progress));
            return Transition.DONE;
        }
    }

    private LossTable compare(ComparisonJob job, ComparisonProgress progress) {
        Dataset dataset = find(job);
        List<Sample> samples = steps.samples().apply(dataset);
        progress.begin();
        List<ComparedFold> folds =
                compare(job, new ComparisonRun(job.spec(), dataset, samples, progress, progress::cancelled));
        find(job); // a table about what is not there any more helps nobody
        if (progress.cancelled()) {
            throw new TrainingCancelled();
        }
        return table(job, new Scorer(dataset.bins(), dataset.basis()), folds);
    }

    private Dataset find(ComparisonJob job) {
        return new QueuedDataset(job.dataset(), ledger.dataset(job.id())).in(steps.find());
    }

    private List<ComparedFold> compare(ComparisonJob job, ComparisonRun run) {
        return new StillThere(() -> find(job)).during(() -> steps.compare().apply(run));
    }

    private static LossTable table(ComparisonJob job, Scorer scorer, List<ComparedFold> folds) {
        List<Loss> losses = job.spec().losses();
        if (IntStream.range(0, losses.size()).noneMatch(loss -> trained(loss, folds))) {
            throw new TrainingFailure(
                    "loss_diverged", "No loss gave finite answers; a lower optimizer.learningRate may help.");
        }
        return LossTable.of(
                losses,
                folds.stream().map(fold -> score(scorer, fold)).toList(),
                job.spec().metric());
    }

    private static boolean trained(int loss, List<ComparedFold> folds) {
        return folds.stream().allMatch(fold -> fold.answers().get(loss).isPresent());
    }

    private static LossTable.Fold score(Scorer scorer, ComparedFold fold) {
        double[] constantAnswer = ConstantAnswer.of(fold.training());
        return new LossTable.Fold(fold.answers().stream()
                .map(answers -> answers.map(given -> Evaluations.report(
                        scorer, fold.heldOut(), given.predictions(), given.losses(), constantAnswer)))
                .toList());
    }
}
