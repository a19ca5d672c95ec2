package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.TrainingCancelled;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt's work tells about its job, written down; and the other way round, whether it should stop. Used by the
 * worker's thread alone. Everything throws {@link JobLost} once another worker has the job.
 */
abstract class AttemptProgress implements AutoCloseable {
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Attempt attempt;
    private final AttemptLedger ledger;
    private final BooleanSupplier stopping;
    private final Clock clock;
    private final AtomicBoolean news = new AtomicBoolean();
    private final Subscription subscription;

    private Standing standing;
    private boolean cancelling;
    private Instant lastLook = Instant.MIN;
    private Instant lastNews = Instant.MIN;

    /**
     * @param progress of earlier attempts
     * @param stopping whether this process wants its worker to hand the job back
     */
    AttemptProgress(Attempt attempt, double progress, AttemptLedger ledger, BooleanSupplier stopping, Clock clock) {
        this.attempt = attempt;
        this.ledger = ledger;
        this.stopping = stopping;
        this.clock = clock;
        this.standing = new Standing(progress, null);
        this.subscription = ledger.subscribe(attempt.job(), () -> news.set(true));
    }

    /** Called about once a second with how far the job has come. */
    abstract void tell(Standing standing);

    /** The data set is there, work begins. */
    final void begin() {
        if (!ledger.move(attempt, Transition.RUN)) {
            throw ledger.cancelling(attempt) ? new TrainingCancelled() : new JobLost(attempt);
        }
    }

    /** Whether to stop: at once, and tell so by {@link TrainingCancelled}. */
    final boolean cancelled() {
        if (stopping.getAsBoolean()) {
            return true;
        }
        if (news.getAndSet(false) || overdue(lastLook, BETWEEN_LOOKS)) { // another process may cancel
            lastLook = now();
            cancelling = ledger.cancelling(attempt);
        }
        return cancelling;
    }

    /** Progress never goes back, even where a later attempt repeats what an earlier one did. */
    final void come(double progress, @Nullable Instant estimatedEnd) {
        standing = new Standing(Math.max(standing.progress(), progress), estimatedEnd);
        if (overdue(lastNews, BETWEEN_NEWS)) {
            lastNews = now();
            tell(standing);
        }
    }

    final Attempt attempt() {
        return attempt;
    }

    final Standing standing() {
        return standing;
    }

    final Instant now() {
        return clock.instant();
    }

    private boolean overdue(Instant last, Duration between) {
        return !last.isAfter(now().minus(between));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
