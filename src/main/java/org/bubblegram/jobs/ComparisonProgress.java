package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.ComparisonRun;
import org.bubblegram.training.TrainingCancelled;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison tells about itself, written down for one attempt; and the other way round, whether it should stop.
 * Used by the worker's thread alone. Everything throws {@link JobLost} once another worker has the comparison.
 */
final class ComparisonProgress implements ComparisonRun.Listener {
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(1);

    /** Computing the features is counted as half of the work. */
    private static final double SHARE_OF_FEATURES = 0.5;

    private final Attempt attempt;
    private final ComparisonLedger ledger;
    private final BooleanSupplier stopping;
    private final Clock clock;
    private @Nullable Pace featurePace;
    private @Nullable Pace trainingPace;
    private double progress;
    private boolean cancelling;
    private Instant phaseStart;
    private Instant lastLook = Instant.MIN;
    private Instant lastTold = Instant.MIN;

    /** @param stopping whether this process wants its worker to hand the comparison back */
    ComparisonProgress(ComparisonJob job, ComparisonLedger ledger, BooleanSupplier stopping, Clock clock) {
        this.attempt = new Attempt(job.id(), job.attempt());
        this.ledger = ledger;
        this.stopping = stopping;
        this.clock = clock;
        this.progress = job.progress();
        this.phaseStart = clock.instant();
    }

    /** The data set is there, work begins. */
    void begin() {
        if (!ledger.move(attempt, Transition.RUN)) {
            look();
            throw cancelling ? new TrainingCancelled() : new JobLost(attempt);
        }
    }

    /** Whether to stop: at once, and tell so by {@link TrainingCancelled}. */
    boolean cancelled() {
        if (!stopping.getAsBoolean() && overdue(lastLook)) {
            look();
        }
        return cancelling || stopping.getAsBoolean();
    }

    private void look() {
        lastLook = clock.instant();
        ComparisonJob current = ledger.get(attempt.job());
        if (current.attempt() != attempt.number() || !JobState.HELD.contains(current.state())) {
            throw new JobLost(attempt);
        }
        cancelling = current.state() == JobState.CANCELLING;
    }

    @Override
    public void onFeatures(int done, int total) {
        Instant now = clock.instant();
        if (featurePace == null) {
            featurePace = new Pace(now, done);
        }
        phaseStart = now;
        tell(SHARE_OF_FEATURES * done / Math.max(total, 1), featurePace.end(done, total, now));
    }

    @Override
    public void onTrained(int done, int total) {
        if (trainingPace == null) {
            trainingPace = new Pace(phaseStart, 0);
        }
        tell(
                SHARE_OF_FEATURES + (1 - SHARE_OF_FEATURES) * done / total,
                trainingPace.end(done, total, clock.instant()));
    }

    /** Progress never goes back, even where a later attempt repeats what an earlier one did. */
    private void tell(double come, @Nullable Instant estimatedEnd) {
        progress = Math.max(progress, come);
        if (overdue(lastTold)) {
            lastTold = clock.instant();
            ledger.advance(attempt, progress, estimatedEnd);
        }
    }

    private boolean overdue(Instant last) {
        return !last.isAfter(clock.instant().minus(BETWEEN_NEWS));
    }
}
