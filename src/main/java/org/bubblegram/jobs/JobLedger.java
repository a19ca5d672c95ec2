package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The one way to change a job: row, event and queue in one transaction, and then those who wait for news are told. What
 * comes from a worker that has lost its job changes nothing.
 */
final class JobLedger implements AttemptLedger {
    /** So often in a row may a job lose its worker without finishing an epoch: it is probably what kills them. */
    static final int MOST_LOSSES = 5;

    private static final JobError WORKER_LOST =
            new JobError("worker_lost", "its worker was lost " + MOST_LOSSES + " times without finishing an epoch");

    private final JobTable jobs;
    private final EventTable events;
    private final TrainingQueue queue;
    private final Subscriptions subscriptions;
    private final Transactions transactions;

    /** When and how things are made to last. */
    record Transactions(TransactionOperations operations, Clock clock) {}

    JobLedger(
            JobTable jobs,
            EventTable events,
            TrainingQueue queue,
            Subscriptions subscriptions,
            Transactions transactions) {
        this.jobs = jobs;
        this.events = events;
        this.queue = queue;
        this.subscriptions = subscriptions;
        this.transactions = transactions;
    }

    TrainingJob create(NewTrainingJob request, UUID dataset) {
        var attempt = new Attempt(UUID.randomUUID(), 1);
        atomically(attempt, () -> {
            jobs.insert(attempt.job(), request, dataset, now());
            appendState(attempt, JobState.QUEUED, null, null);
            queue.add(attempt);
            return true;
        });
        queue.wakeWorker();
        return get(attempt.job());
    }

    @Override
    public boolean move(Attempt attempt, Transition transition) {
        return atomically(attempt, () -> moveWithin(attempt, transition));
    }

    @Override
    public boolean handBack(Attempt attempt) {
        boolean queued = atomically(attempt, () -> requeueWithin(attempt));
        if (queued) {
            queue.wakeWorker();
        }
        return queued;
    }

    @Override
    public boolean lost(Attempt attempt) {
        boolean changed = atomically(attempt, () -> lostWithin(attempt));
        if (changed) {
            queue.wakeWorker();
        }
        return changed;
    }

    private boolean lostWithin(Attempt attempt) {
        int losses = jobs.losses(attempt.job()) + 1;
        boolean changed =
                losses < MOST_LOSSES ? requeueWithin(attempt) : moveWithin(attempt, Transition.failed(WORKER_LOST));
        if (changed) {
            jobs.setLosses(attempt.job(), losses);
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
        boolean moved = jobs.move(attempt, transition, now());
        if (moved) {
            var current = transition.to() == JobState.QUEUED ? attempt.next() : attempt;
            appendState(current, transition.to(), transition.version(), transition.error());
        }
        return moved;
    }

    /** @throws JobLost if the attempt does not hold the job any more */
    void advance(Attempt attempt, JobProgress.Standing standing, String type, Object data) {
        boolean held = atomically(attempt, () -> {
            boolean advanced = jobs.advance(attempt, standing.progress(), standing.estimatedEnd());
            if (advanced) {
                events.append(attempt.job(), type, data, now());
            }
            if (advanced && type.equals(JobEvent.EPOCH)) {
                jobs.setLosses(attempt.job(), 0);
            }
            return advanced;
        });
        if (!held) {
            throw new JobLost(attempt);
        }
    }

    /** Makes up for a process that died with all its workers: nobody but this one uses the database. */
    void recover() {
        transactions.operations().executeWithoutResult(status -> {
            queue.clear();
            jobs.inState(Set.of(JobState.QUEUED)).forEach(queue::add);
        });
        jobs.inState(JobState.HELD).forEach(this::lost);
    }

    /** Jobs that may still be worked on. */
    Set<UUID> unfinished() {
        return jobs
                .inState(EnumSet.allOf(JobState.class).stream()
                        .filter(state -> !state.finished())
                        .collect(Collectors.toSet()))
                .stream()
                .map(Attempt::job)
                .collect(Collectors.toSet());
    }

    TrainingJob get(UUID id) {
        return jobs.find(id).orElseThrow(() -> new JobNotFound(id));
    }

    UUID dataset(UUID id) {
        return jobs.dataset(id);
    }

    /** Calls back after each new event of a job, in this process. */
    Subscription subscribe(UUID id, Runnable callback) {
        return subscriptions.subscribe(id, callback);
    }

    private boolean atomically(Attempt attempt, BooleanSupplier change) {
        boolean changed = Boolean.TRUE.equals(transactions.operations().execute(status -> change.getAsBoolean()));
        if (changed) {
            subscriptions.notify(attempt.job());
        }
        return changed;
    }

    private void appendState(Attempt attempt, JobState state, @Nullable Integer version, @Nullable JobError error) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("state", state);
        data.put("attempt", attempt.number());
        if (version != null) {
            data.put("version", version);
        }
        if (error != null) {
            data.put("error", error);
        }
        events.append(attempt.job(), JobEvent.STATE, data, now());
    }

    private Instant now() {
        return transactions.clock().instant();
    }
}
