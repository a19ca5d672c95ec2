package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * What training tells about a job, written down for one attempt; and the other way round, whether it should stop. Used by
 * the worker's thread alone. Everything throws {@link JobLost} once another worker has the job.
 */
final class JobProgress implements TrainingListener, AutoCloseable {
    private static final Duration BETWEEN_EVENTS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final TrainingJob job;
    private final Attempt attempt;
    private final JobLedger ledger;
    private final BooleanSupplier stopping;
    private final Clock clock;
    private final AtomicBoolean news = new AtomicBoolean(true);
    private final Subscription subscription;

    private Standing standing;
    private @Nullable Pace pace;
    private boolean cancelling;
    private Instant lastLook;
    private Instant lastEvent = Instant.MIN;

    /** How far a job has come, and when it will end. */
    record Standing(double progress, @Nullable Instant estimatedEnd) {}

    /** @param stopping whether this process wants its worker to hand the job back */
    JobProgress(TrainingJob job, JobLedger ledger, BooleanSupplier stopping, Clock clock) {
        this.job = job;
        this.attempt = Attempt.of(job);
        this.ledger = ledger;
        this.stopping = stopping;
        this.clock = clock;
        this.standing = new Standing(job.progress(), null);
        this.lastLook = clock.instant();
        this.subscription = ledger.subscribe(job.id(), () -> news.set(true));
    }

    /** The data set is there, training begins. */
    void begin() {
        if (!ledger.move(attempt, Transition.RUN)) {
            if (cancelled()) {
                throw new TrainingCancelled();
            }
            throw new JobLost(attempt);
        }
    }

    /** Whether to stop: at once, and tell so by {@link TrainingCancelled}. */
    boolean cancelled() {
        if (stopping.getAsBoolean()) {
            return true;
        }
        Instant now = clock.instant();
        boolean overdue = Duration.between(lastLook, now).compareTo(BETWEEN_LOOKS) >= 0; // another process may cancel
        if (news.getAndSet(false) || overdue) {
            lastLook = now;
            look();
        }
        return cancelling;
    }

    private void look() {
        TrainingJob current = ledger.get(job.id());
        if (current.attempt() != attempt.number() || !JobState.HELD.contains(current.state())) {
            throw new JobLost(attempt);
        }
        cancelling = current.state() == JobState.CANCELLING;
    }

    @Override
    public void onProgress(double done) {
        Instant now = clock.instant();
        if (pace == null) {
            pace = new Pace(now, done);
        }
        // progress never goes back, even where a later attempt repeats what an earlier one did
        standing = new Standing(Math.max(standing.progress(), done), pace.end(done, 1, now));
        if (lastEvent.isBefore(now.minus(BETWEEN_EVENTS))) {
            lastEvent = now;
            ledger.advance(attempt, standing, JobEvent.PROGRESS, standing);
        }
    }

    @Override
    public void onEpoch(EpochResult result) {
        ledger.advance(attempt, standing, JobEvent.EPOCH, result);
    }

    @Override
    public void onNotice(String code, String message) {
        ledger.advance(attempt, standing, JobEvent.NOTICE, Map.of("code", code, "message", message));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
