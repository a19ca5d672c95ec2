package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.TrainingCancelled;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an attempt's work tells about its job, written down; and the other way round, whether it should stop. Used by the
 * worker's thread alone. Everything throws {@link JobLost} once another worker has the job.
 */
abstract class AttemptProgress implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AttemptProgress.class);
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Attempt attempt;
    private final AttemptLedger ledger;
    private final BooleanSupplier stopping;
    private final Patience patience;
    private final Clock clock;
    private final AtomicBoolean news = new AtomicBoolean();
    private final Subscription subscription;

    private Standing standing;
    private JobState asked = JobState.RUNNING;
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
        this.patience = new Patience(stopping);
        this.clock = clock;
        this.standing = new Standing(progress, null);
        this.subscription = ledger.subscribe(attempt.job(), () -> news.set(true));
    }

    /** Called about once a second with how far the job has come. */
    abstract void tell(Standing standing);

    /** The data set is there, work begins. */
    final void begin() {
        boolean begun = patience.until(() -> ledger.move(attempt, Transition.RUN));
        if (!begun && patience.until(() -> ledger.held(attempt)) != JobState.RUNNING) { // which it is if begun twice
            throw new TrainingCancelled();
        }
    }

    /** Whether to stop: at once, and tell so by {@link TrainingCancelled}. */
    final boolean cancelled() {
        if (stopping.getAsBoolean()) {
            return true;
        }
        if (news.getAndSet(false) || overdue(lastLook, BETWEEN_LOOKS)) { // another process may ask
            lastLook = now();
            ifThere(() -> asked = ledger.held(attempt));
        }
        return asked == JobState.CANCELLING || asked == JobState.PAUSING;
    }

    /** Whether the job is to go on another time, if it is to stop now. */
    public final boolean goesOnLater() {
        return asked != JobState.CANCELLING;
    }

    /** Progress never goes back, even where a later attempt repeats what an earlier one did. */
    final void come(double progress, @Nullable Instant estimatedEnd) {
        standing = new Standing(Math.max(standing.progress(), progress), estimatedEnd);
        if (overdue(lastNews, BETWEEN_NEWS)) {
            lastNews = now();
            ifThere(() -> tell(standing));
        }
    }

    /** Writes down what must not be left out; waits for the database where it is not there. */
    final void record(Runnable write) {
        patience.until(() -> {
            write.run();
            return standing;
        });
    }

    /** Work goes on while the database is not there. */
    private void ifThere(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (!Patience.mayPass(e)) {
                throw e;
            }
            log.debug("job {} is not told of: {}", attempt.job(), e.toString());
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

    /** Also where the clock was set back. */
    private boolean overdue(Instant last, Duration between) {
        Instant now = now();
        return last.isAfter(now) || !last.isAfter(now.minus(between));
    }

    @Override
    public void close() {
        subscription.close();
    }
}
