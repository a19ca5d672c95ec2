package org.bubblegram.jobs;

import java.util.UUID;
import java.util.function.Consumer;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes a job up, has it worked on, and writes down how it ended. Whatever a job does, the worker lives. */
final class TrainingWorker {
    private static final Logger log = LoggerFactory.getLogger(TrainingWorker.class);

    private final AttemptLedger ledger;
    private final AttemptWork work;
    private final Consumer<UUID> cleanUp;
    private volatile boolean stopping;

    /** @param cleanUp called with each job that has ended */
    TrainingWorker(AttemptLedger ledger, AttemptWork work, Consumer<UUID> cleanUp) {
        this.ledger = ledger;
        this.work = work;
        this.cleanUp = cleanUp;
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
        if (ledger.move(attempt, Transition.TAKE)) {
            log.info("job {} taken up, attempt {}", attempt.job(), attempt.number());
            work(attempt);
        } else if (ledger.lost(attempt)) {
            log.warn("job {} had lost its worker", attempt.job());
        }
    }

    private void work(Attempt attempt) {
        try {
            if (!ledger.move(attempt, work.run(attempt, () -> stopping))) {
                throw new JobLost(attempt);
            }
            log.info("job {} succeeded", attempt.job());
            cleanUp.accept(attempt.job());
        } catch (JobLost e) {
            log.warn("{}; left alone", e.getMessage());
        } catch (TrainingCancelled e) {
            stop(attempt);
        } catch (TrainingFailure e) {
            fail(attempt, new JobError(e.code(), String.valueOf(e.getMessage())));
        } catch (DatasetNotFound e) {
            fail(attempt, new JobError("dataset_not_found", String.valueOf(e.getMessage())));
        } catch (ModelNotFound e) {
            fail(attempt, new JobError("model_not_found", String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            throw e; // nothing can be written down now; the queue tries again
        } catch (OutOfMemoryError e) {
            log.error("job {} ran out of memory", attempt.job(), e);
            fail(attempt, new JobError("out_of_memory", "out of memory; try a smaller batch or input size"));
        } catch (Exception | Error e) {
            log.error("job {} failed", attempt.job(), e);
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
            cleanUp.accept(attempt.job());
        } else {
            cancelled(attempt); // it failed, but its owner had given it up
        }
    }

    private boolean cancelled(Attempt attempt) {
        boolean cancelled = ledger.move(attempt, Transition.CANCELLED);
        if (cancelled) {
            log.info("job {} cancelled", attempt.job());
            cleanUp.accept(attempt.job());
        }
        return cancelled;
    }
}
