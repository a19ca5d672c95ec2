package org.bubblegram.jobs;

import java.io.IOException;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/** Works on attempts of training jobs. */
final class TrainingAttempts implements AttemptWork {
    private final JobLedger ledger;
    private final JobWork work;
    private final Clock clock;

    TrainingAttempts(JobLedger ledger, JobWork work, Clock clock) {
        this.ledger = ledger;
        this.work = work;
        this.clock = clock;
    }

    @Override
    public Transition run(Attempt attempt, BooleanSupplier stopping) throws IOException {
        TrainingJob job = ledger.get(attempt.job());
        try (var progress = new JobProgress(job, ledger, stopping, clock)) {
            return Transition.succeeded(work.run(job, ledger.dataset(job.id()), progress));
        }
    }
}
