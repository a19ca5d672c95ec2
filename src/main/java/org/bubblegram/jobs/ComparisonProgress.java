package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.ComparisonRun;
import org.jspecify.annotations.Nullable;

/** What a comparison tells about itself: features first, then heads. */
final class ComparisonProgress extends AttemptProgress implements ComparisonRun.Listener {
    /** Computing the features is counted as half of the work. */
    private static final double SHARE_OF_FEATURES = 0.5;

    private final ComparisonLedger ledger;
    private @Nullable Pace featurePace;
    private @Nullable Pace trainingPace;
    private Instant phaseStart;

    ComparisonProgress(ComparisonJob job, ComparisonLedger ledger, BooleanSupplier stopping, Clock clock) {
        super(Attempt.of(job), job.progress(), ledger, stopping, clock);
        this.ledger = ledger;
        this.phaseStart = now();
    }

    @Override
    public void onFeatures(int done, int total) {
        Instant now = now();
        if (featurePace == null) {
            featurePace = new Pace(now, done);
        }
        phaseStart = now;
        come(SHARE_OF_FEATURES * done / Math.max(total, 1), featurePace.end(done, total, now));
    }

    @Override
    public void onTrained(int done, int total) {
        if (trainingPace == null) {
            trainingPace = new Pace(phaseStart, 0);
        }
        come(SHARE_OF_FEATURES + (1 - SHARE_OF_FEATURES) * done / total, trainingPace.end(done, total, now()));
    }

    @Override
    void tell(Standing standing) {
        ledger.advance(attempt(), standing, () -> {});
    }
}
