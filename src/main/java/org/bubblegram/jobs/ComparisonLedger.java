package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The one way to change a comparison: row and queue in one transaction. What comes from a worker that has lost it changes
 * nothing.
 */
final class ComparisonLedger implements AttemptLedger {
    private static final JobError WORKER_LOST =
            new JobError("worker_lost", "its worker was lost " + JobLedger.MOST_LOSSES + " times");

    private final ComparisonTable comparisons;
    private final TrainingQueue queue;
    private final TransactionOperations transactions;
    private final Clock clock;

    ComparisonLedger(
            ComparisonTable comparisons, TrainingQueue queue, TransactionOperations transactions, Clock clock) {
        this.comparisons = comparisons;
        this.queue = queue;
        this.transactions = transactions;
        this.clock = clock;
    }

    ComparisonJob create(NewComparison request, UUID dataset) {
        var attempt = new Attempt(UUID.randomUUID(), 1);
        queueing(() -> {
            comparisons.insert(attempt.job(), request, dataset, clock.instant());
            queue.add(attempt);
            return true;
        });
        return get(attempt.job());
    }

    @Override
    public boolean move(Attempt attempt, Transition transition) {
        return comparisons.move(attempt, transition, clock.instant());
    }

    @Override
    public boolean handBack(Attempt attempt) {
        return queueing(() -> requeueWithin(attempt));
    }

    @Override
    public boolean lost(Attempt attempt) {
        return queueing(() -> lostWithin(attempt));
    }

    private boolean lostWithin(Attempt attempt) {
        int losses = comparisons.losses(attempt.job()) + 1;
        boolean changed =
                losses < JobLedger.MOST_LOSSES ? requeueWithin(attempt) : move(attempt, Transition.failed(WORKER_LOST));
        if (changed) {
            comparisons.setLosses(attempt.job(), losses);
        }
        return changed || move(attempt, Transition.CANCELLED);
    }

    private boolean requeueWithin(Attempt attempt) {
        boolean queued = move(attempt, Transition.REQUEUE);
        if (queued) {
            queue.add(attempt.next());
        }
        return queued;
    }

    /** @throws JobLost if the attempt does not hold the comparison any more */
    void advance(Attempt attempt, double progress, @Nullable Instant estimatedEnd) {
        if (!comparisons.advance(attempt, progress, estimatedEnd)) {
            throw new JobLost(attempt);
        }
    }

    /** Makes up for a process that died with all its workers: nobody but this one uses the database. */
    void recover() {
        transactions.executeWithoutResult(status -> {
            queue.clear();
            comparisons.inState(Set.of(JobState.QUEUED)).forEach(queue::add);
        });
        comparisons.inState(JobState.HELD).forEach(this::lost);
    }

    ComparisonJob get(UUID id) {
        return comparisons.find(id).orElseThrow(() -> new ComparisonNotFound(id));
    }

    private boolean queueing(BooleanSupplier change) {
        boolean changed = Boolean.TRUE.equals(transactions.execute(status -> change.getAsBoolean()));
        if (changed) {
            queue.wakeWorker();
        }
        return changed;
    }
}
