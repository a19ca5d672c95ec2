package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The one way to change jobs of a kind: row and queue, and whatever else is written down, in one transaction, and then those
 * who wait for news are told. What comes from a worker that has lost its job changes nothing.
 */
abstract class AttemptLedger {
    /** What log lines call the job that they are about. */
    static final String LOG_KEY = "jobId";

    private static final Logger log = LoggerFactory.getLogger(AttemptLedger.class);

    /** So often in a row may a job lose its worker: it is probably what kills them. */
    static final int MOST_LOSSES = 5;

    private final Subscriptions subscriptions = new Subscriptions();
    private final AttemptRows rows;
    private final TrainingQueue queue;
    private final Transactions transactions;

    /** When and how things are made to last. */
    record Transactions(TransactionOperations operations, Clock clock) {}

    AttemptLedger(AttemptRows rows, TrainingQueue queue, Transactions transactions) {
        this.rows = rows;
        this.queue = queue;
        this.transactions = transactions;
    }

    /** Why a job fails that has lost its worker too often. */
    JobError workerLost() {
        return new JobError("worker_lost", "its worker was lost " + MOST_LOSSES + " times");
    }

    /** Called within the transaction of each move, with the attempt as it is after it. */
    void moved(Attempt attempt, Transition transition) {}

    /**
     * Queues a new job.
     *
     * @param insert of its row, within the transaction
     * @return its first attempt
     */
    final Attempt create(Consumer<Attempt> insert) {
        var attempt = new Attempt(UUID.randomUUID(), 1);
        queueing(attempt, () -> {
            insert.accept(attempt);
            queue.add(attempt);
            return true;
        });
        logQueued(attempt);
        return attempt;
    }

    /** The one line that has the ids of both the job and the request that made it. */
    private void logQueued(Attempt attempt) {
        MDC.put(LOG_KEY, attempt.job().toString());
        try {
            log.info("{} job {} queued", kind(), attempt.job());
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    /** What the queue calls its kind of job: training, loss-comparison, evaluation. */
    final String kind() {
        return queue.task().getTaskName();
    }

    /** False where it is not at this attempt in one of the expected states. */
    final boolean move(Attempt attempt, Transition transition) {
        return atomically(attempt, () -> moveWithin(attempt, transition));
    }

    /** Queues again what its worker gives back; false where it has moved on. */
    final boolean handBack(Attempt attempt) {
        return queueing(attempt, () -> requeueWithin(attempt));
    }

    /** Queues again what lost its worker; what was being cancelled is cancelled. False where it has moved on. */
    final boolean lost(Attempt attempt) {
        return queueing(attempt, () -> lostWithin(attempt));
    }

    /**
     * Ends a job: at once where no worker has it, else its worker is asked to.
     *
     * @return where it stood; if it had ended, or was being cancelled, nothing has changed
     */
    final JobState cancel(UUID id) {
        while (true) { // until no worker moves the job between the look at it and the update
            AttemptRows.Current job = rows.current(id);
            if (job.state().finished() || job.state() == JobState.CANCELLING) {
                return job.state();
            }
            boolean held = job.state() != JobState.QUEUED;
            if (move(job.attempt(), held ? Transition.CANCEL_HELD : Transition.CANCEL_QUEUED)) {
                return job.state();
            }
        }
    }

    /**
     * Whether its owner wants a job ended.
     *
     * @throws JobLost if the attempt does not hold the job any more
     */
    final boolean cancelling(Attempt attempt) {
        AttemptRows.Current job = rows.current(attempt.job());
        if (!job.attempt().equals(attempt) || !JobState.HELD.contains(job.state())) {
            throw new JobLost(attempt);
        }
        return job.state() == JobState.CANCELLING;
    }

    /**
     * Writes down how far a job has come.
     *
     * @param also what is to be written down with it
     * @throws JobLost if the attempt does not hold the job any more
     */
    final void advance(Attempt attempt, Standing standing, Runnable also) {
        boolean held = atomically(attempt, () -> {
            boolean advanced = rows.advance(attempt, standing);
            if (advanced) {
                also.run();
            }
            return advanced;
        });
        if (!held) {
            throw new JobLost(attempt);
        }
    }

    /** Makes up for a process that died with all its workers: nobody but this one uses the database. */
    final void recover() {
        transactions.operations().executeWithoutResult(status -> {
            queue.clear();
            rows.inState(Set.of(JobState.QUEUED)).forEach(queue::add);
        });
        rows.inState(JobState.HELD).forEach(this::lost);
    }

    /** Calls back after each change of a job, in this process. */
    final Subscription subscribe(UUID id, Runnable callback) {
        return subscriptions.subscribe(id, callback);
    }

    final UUID dataset(UUID id) {
        return rows.dataset(id);
    }

    final Instant now() {
        return transactions.clock().instant();
    }

    private boolean lostWithin(Attempt attempt) {
        int losses = rows.losses(attempt.job()) + 1;
        boolean changed =
                losses < MOST_LOSSES ? requeueWithin(attempt) : moveWithin(attempt, Transition.failed(workerLost()));
        if (changed) {
            rows.setLosses(attempt.job(), losses);
        }
        return changed || moveWithin(attempt, Transition.CANCELLED);
    }

    private boolean requeueWithin(Attempt attempt) {
        boolean queued = moveWithin(attempt, Transition.REQUEUE);
        if (queued) {
            queue.add(attempt.next());
        }
        return queued;
    }

    private boolean moveWithin(Attempt attempt, Transition transition) {
        boolean moved = rows.move(attempt, transition, now());
        if (moved) {
            moved(transition.to() == JobState.QUEUED ? attempt.next() : attempt, transition);
        }
        return moved;
    }

    private boolean queueing(Attempt attempt, BooleanSupplier change) {
        boolean changed = atomically(attempt, change);
        if (changed) {
            queue.wakeWorker();
        }
        return changed;
    }

    private boolean atomically(Attempt attempt, BooleanSupplier change) {
        boolean changed = Boolean.TRUE.equals(transactions.operations().execute(status -> change.getAsBoolean()));
        if (changed) {
            subscriptions.notify(attempt.job());
        }
        return changed;
    }
}
