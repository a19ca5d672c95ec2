package org.bubblegram.jobs;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes a job up, has it computed, and writes down how it ended. Whatever a job does, the worker lives. */
final class TrainingWorker {
    private static final Logger log = LoggerFactory.getLogger(TrainingWorker.class);

    private final JobLedger ledger;
    private final JobWork work;
    private final Consumer<UUID> checkpointDeletion;
    private final Clock clock;
    private volatile boolean stopping;

    TrainingWorker(JobLedger ledger, JobWork work, Consumer<UUID> checkpointDeletion, Clock clock) {
        this.ledger = ledger;
        this.work = work;
        this.checkpointDeletion = checkpointDeletion;
        this.clock = clock;
    }

    /** Hands back what it works on, at the next step. */
    void stop() {
        stopping = true;
    }

    void start() {
        stopping = false;
    }

    /** Works on an attempt if it still waits. If somebody works on it already, that one died: this attempt is lost. */
    void execute(Attempt attempt) {
        if (!ledger.move(attempt, Transition.TAKE)) {
            if (ledger.lost(attempt)) {
                log.warn("job {} had lost its worker", attempt.job());
            }
            return;
        }
        log.info("job {} taken up, attempt {}", attempt.job(), attempt.number());
        TrainingJob job = ledger.get(attempt.job());
        try (var progress = new JobProgress(job, ledger, () -> stopping, clock)) {
            work(job, progress);
        }
    }

    private void work(TrainingJob job, JobProgress progress) {
        Attempt attempt = Attempt.of(job);
        try {
            int version = work.run(job, ledger.dataset(job.id()), progress);
            if (!ledger.move(attempt, Transition.succeeded(version))) {
                throw new JobLost(attempt);
            }
            log.info("job {} succeeded: {}@{}", job.id(), job.model(), version);
            checkpointDeletion.accept(job.id());
        } catch (JobLost e) {
            log.warn("{}; left alone", e.getMessage());
        } catch (TrainingCancelled e) {
            stop(attempt);
        } catch (TrainingFailure e) {
            fail(attempt, new JobError(e.code(), String.valueOf(e.getMessage())));
        } catch (DatasetNotFound e) {
            fail(attempt, new JobError("dataset_not_found", String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            throw e; // nothing can be written down now; the queue tries again
        } catch (OutOfMemoryError e) {
            log.error("job {} ran out of memory", job.id(), e);
            fail(attempt, new JobError("out_of_memory", "out of memory; try a smaller batch or input size"));
        } catch (Exception | Error e) {
            log.error("job {} failed", job.id(), e);
            fail(attempt, new JobError("internal_error", "an unexpected error; the log of the service tells more"));
        }
    }

    private void stop(Attempt attempt) {
        if (cancelled(attempt)) {
            return;
        }
        boolean back = stopping ? ledger.handBack(attempt) : ledger.lost(attempt);
        if (back) {
            log.info("job {} handed back", attempt.job());
        } else {
            cancelled(attempt); // its owner cancelled it just now
        }
    }

    private void fail(Attempt attempt, JobError error) {
        if (ledger.move(attempt, Transition.failed(error))) {
            log.info("job {} failed: {}: {}", attempt.job(), error.code(), error.message());
            checkpointDeletion.accept(attempt.job());
        } else {
            cancelled(attempt); // it failed, but its owner had given it up
        }
    }

    private boolean cancelled(Attempt attempt) {
        boolean cancelled = ledger.move(attempt, Transition.CANCELLED);
        if (cancelled) {
            log.info("job {} cancelled", attempt.job());
            checkpointDeletion.accept(attempt.job());
        }
        return cancelled;
    }
}
