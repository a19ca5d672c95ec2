package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.jspecify.annotations.Nullable;
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
        return new JobError("worker_lost", "its worker was lost " + Troubles.MOST_LOSSES + " times");
    }

    /** Called within the transaction of each move, with the attempt as it is after it. */
    void moved(Attempt attempt, Transition transition) {}

    /** Called within the transaction in which a job is queued again after a fault. */
    void retried(UUID id, JobError fault, Duration delay) {}

    /**
     * Queues a new job.
     *
     * @param insert of its row, within the transaction
     * @return its first attempt
     */
    final Attempt create(QueuePlace place, Consumer<Attempt> insert) {
        var attempt = new Attempt(UUID.randomUUID(), 1);
        queueing(attempt, () -> {
            insert.accept(attempt);
            queue.add(attempt, place, Duration.ZERO);
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
        return queueing(attempt, () -> requeueWithin(attempt, Duration.ZERO));
    }

    /** Queues again what lost its worker; what was to be paused or cancelled is. False where it has moved on. */
    final boolean lost(Attempt attempt) {
        return queueing(attempt, () -> lostWithin(attempt));
    }

    /**
     * Queues again, for later, what met with a fault that may pass; after too many in a row it fails with that fault. What
     * was to be paused is. False where it was to be cancelled, or has moved on.
     */
    final boolean retry(Attempt attempt, JobError fault) {
        return queueing(attempt, () -> retryWithin(attempt, fault));
    }

    final JobState state(UUID id) {
        return rows.current(id).state();
    }

    /** Whether a job is at an attempt and in a state. */
    final boolean isAt(Attempt attempt, JobState state) {
        return rows.current(attempt.job()).equals(new AttemptRows.Current(attempt, state));
    }

    /**
     * Ends a job: at once where no worker has it, else its worker is asked to.
     *
     * @return where it stood; if it had ended, or was being cancelled, nothing has changed
     */
    final JobState cancel(UUID id) {
        return ask(id, state -> switch (state) {
            case QUEUED, PAUSED -> Transition.CANCEL_WAITING;
            case PREPARING, RUNNING, PAUSING -> Transition.CANCEL_HELD;
            case CANCELLING, SUCCEEDED, FAILED, CANCELLED -> null;
        });
    }

    /**
     * Has a job rest: at once where no worker has it, else its worker is asked to stop.
     *
     * @return where it stood; if it had ended, was being cancelled, or rests already, nothing has changed
     */
    final JobState pause(UUID id) {
        return ask(id, state -> switch (state) {
            case QUEUED -> Transition.PAUSE_QUEUED;
            case PREPARING, RUNNING -> Transition.PAUSE_HELD;
            case PAUSING, PAUSED, CANCELLING, SUCCEEDED, FAILED, CANCELLED -> null;
        });
    }

    /** Queues a job that rests. @return where it stood; nothing has changed unless it was paused */
    final JobState resume(UUID id) {
        return ask(id, state -> state == JobState.PAUSED ? Transition.RESUME : null);
    }

    /** @param transition from a state; null where there is nothing to do */
    private JobState ask(UUID id, Function<JobState, @Nullable Transition> transition) {
        while (true) { // until no worker moves the job between the look at it and the update
            AttemptRows.Current job = rows.current(id);
            Transition wanted = transition.apply(job.state());
            if (wanted == null) {
                return job.state();
            }
            if (queueing(job.attempt(), () -> moveWithin(job.attempt(), wanted))) {
                return job.state();
            }
        }
    }

    /**
     * Where a job stands that an attempt holds: it may be that its owner wants it cancelled or paused.
     *
     * @throws JobLost if the attempt does not hold the job any more
     */
    final JobState held(Attempt attempt) {
        AttemptRows.Current job = rows.current(attempt.job());
        if (!job.attempt().equals(attempt) || !JobState.HELD.contains(job.state())) {
            throw new JobLost(attempt);
        }
        return job.state();
    }

    /**
     * Makes sure that no other takes a job over before the caller's transaction ends.
     *
     * @throws JobLost if the attempt does not hold the job any more
     */
    final void hold(Attempt attempt) {
        if (!rows.hold(attempt)) {
            throw new JobLost(attempt);
        }
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
            rows.inState(Set.of(JobState.QUEUED)).forEach(attempt -> enqueue(attempt, Duration.ZERO));
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
        Troubles troubles = rows.troubles(attempt.job()).afterLoss();
        boolean changed = troubles.tooManyLosses()
                ? moveWithin(attempt, Transition.failed(workerLost()))
                : requeueWithin(attempt, Duration.ZERO);
        if (changed) {
            rows.setTroubles(attempt.job(), troubles);
        }
        return changed || moveWithin(attempt, Transition.PAUSED) || moveWithin(attempt, Transition.CANCELLED);
    }

    private boolean retryWithin(Attempt attempt, JobError fault) {
        Troubles troubles = rows.troubles(attempt.job()).afterFault();
        if (troubles.tooManyRetries()) {
            return moveWithin(attempt, Transition.failed(fault));
        }
        boolean queued = requeueWithin(attempt, troubles.delay());
        if (queued) {
            rows.setTroubles(attempt.job(), troubles);
            retried(attempt.job(), fault, troubles.delay());
        }
        return queued || moveWithin(attempt, Transition.PAUSED);
    }

    private boolean requeueWithin(Attempt attempt, Duration delay) {
        boolean queued = moveWithin(attempt, Transition.REQUEUE);
        if (queued) {
            enqueue(attempt.next(), delay);
        }
        return queued;
    }

    private void enqueue(Attempt attempt, Duration delay) {
        queue.add(attempt, rows.place(attempt.job()), delay);
    }

    private boolean moveWithin(Attempt attempt, Transition transition) {
        boolean moved = rows.move(attempt, transition, now());
        if (moved) {
            moveInQueue(attempt, transition);
            moved(transition.to() == JobState.QUEUED ? attempt.next() : attempt, transition);
        }
        return moved;
    }

    private void moveInQueue(Attempt attempt, Transition transition) {
        if (transition.equals(Transition.TAKE)) {
            queue.taken(rows.place(attempt.job()).tenant());
        } else if (transition.equals(Transition.RESUME)) {
            enqueue(attempt.next(), Duration.ZERO);
        } else if (transition.equals(Transition.PAUSE_QUEUED) || transition.equals(Transition.CANCEL_WAITING)) {
            queue.remove(attempt);
        }
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
