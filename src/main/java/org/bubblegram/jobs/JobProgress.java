package org.bubblegram.jobs;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.StopRequest;
import org.bubblegram.training.TrainingListener;
import org.jspecify.annotations.Nullable;

/** What training tells about a job, as events. */
final class JobProgress extends AttemptProgress implements TrainingListener, StopRequest {
    private final JobLedger ledger;
    private @Nullable Pace pace;

    JobProgress(TrainingJob job, JobLedger ledger, BooleanSupplier stopping, Clock clock) {
        super(Attempt.of(job), job.progress(), ledger, stopping, clock);
        this.ledger = ledger;
    }

    @Override
    public boolean getAsBoolean() {
        return cancelled();
    }

    /** To be called in the transaction that publishes. @throws JobLost if another worker has the job by now */
    void requireHeld() {
        ledger.hold(attempt());
    }

    @Override
    public void onProgress(double done) {
        Instant now = now();
        if (pace == null) {
            pace = new Pace(now, done);
        }
        come(done, pace.end(done, 1, now));
    }

    @Override
    void tell(Standing standing) {
        ledger.advance(attempt(), standing, JobEvent.PROGRESS, standing);
    }

    @Override
    public void onEpoch(EpochResult result) {
        record(() -> ledger.advance(attempt(), standing(), JobEvent.EPOCH, result));
    }

    @Override
    public void onNotice(String code, String message) {
        record(() -> ledger.advance(attempt(), standing(), JobEvent.NOTICE, Map.of("code", code, "message", message)));
    }
}
