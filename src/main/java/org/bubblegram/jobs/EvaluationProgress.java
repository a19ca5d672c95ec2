package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an evaluation tells about itself, batch by batch. */
final class EvaluationProgress extends AttemptProgress {
    private final EvaluationLedger ledger;
    private @Nullable Pace pace;

    EvaluationProgress(EvaluationJob job, EvaluationLedger ledger, BooleanSupplier stopping, Clock clock) {
        super(Attempt.of(job), job.progress(), ledger, stopping, clock);
        this.ledger = ledger;
    }

    /** @param keep writes down what the last batch gave; not done where another worker has the evaluation */
    void onAnswered(int done, int total, Runnable keep) {
        Instant now = now();
        if (pace == null) {
            pace = new Pace(now, done);
        }
        come((double) done / total, pace.end(done, total, now));
        ledger.advance(attempt(), standing(), keep);
    }

    @Override
    void tell(Standing standing) {
        ledger.advance(attempt(), standing, () -> {});
    }
}
