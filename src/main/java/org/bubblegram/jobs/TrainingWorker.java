package org.bubblegram.jobs;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.training.TrainingCancelled;
import org.bubblegram.training.TrainingFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Takes a job up, has it worked on, and writes down how it ended. Whatever a job does, the worker lives. */
final class TrainingWorker {
    private static final Logger log = LoggerFactory.getLogger(TrainingWorker.class);

    /** How an attempt ended, as a meter's label. */
    private enum Outcome {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** Queued again, for this process shuts down. */
        HANDED_BACK,
        /** Another worker has the job. */
        LOST,
        /** Nothing could be written down. */
        INTERRUPTED
    }

    private final AttemptLedger ledger;
    private final AttemptWork work;
    private final Consumer<UUID> cleanUp;
    private final ObservationRegistry observations;
    private volatile boolean stopping;

    /** @param cleanUp called with each job that has ended */
    TrainingWorker(AttemptLedger ledger, AttemptWork work, Consumer<UUID> cleanUp, ObservationRegistry observations) {
        this.ledger = ledger;
        this.work = work;
        this.cleanUp = cleanUp;
        this.observations = observations;
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
        MDC.put(AttemptLedger.LOG_KEY, attempt.job().toString());
        try {
            if (ledger.move(attempt, Transition.TAKE)) {
                log.info("job {} taken up, attempt {}", attempt.job(), attempt.number());
                observe(attempt);
            } else if (ledger.lost(attempt)) {
                log.warn("job {} had lost its worker", attempt.job());
            }
        } finally {
            MDC.remove(AttemptLedger.LOG_KEY);
        }
    }

    private void observe(Attempt attempt) {
        Observation observation = Observation.createNotStarted("bubblegram.job.attempt", observations)
                .lowCardinalityKeyValue("kind", ledger.kind())
                .highCardinalityKeyValue("job", attempt.job().toString())
                .start();
        Outcome outcome = Outcome.INTERRUPTED;
        try {
            outcome = observation.scoped(() -> work(attempt));
        } finally {
            observation
                    .lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT))
                    .stop();
        }
    }

    private Outcome work(Attempt attempt) {
        try {
            if (!ledger.move(attempt, work.run(attempt, () -> stopping))) {
                throw new JobLost(attempt);
            }
            log.info("job {} succeeded", attempt.job());
            cleanUp.accept(attempt.job());
            return Outcome.SUCCEEDED;
        } catch (JobLost e) {
            log.warn("{}; left alone", e.getMessage());
            return Outcome.LOST;
        } catch (TrainingCancelled e) {
            return stop(attempt);
        } catch (TrainingFailure e) {
            return fail(attempt, new JobError(e.code(), String.valueOf(e.getMessage())));
        } catch (DatasetNotFound e) {
            return fail(attempt, new JobError("dataset_not_found", String.valueOf(e.getMessage())));
        } catch (ModelNotFound e) {
            return fail(attempt, new JobError("model_not_found", String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            throw e; // nothing can be written down now; the queue tries again
        } catch (OutOfMemoryError e) {
            log.error("job {} ran out of memory", attempt.job(), e);
            return fail(attempt, new JobError("out_of_memory", "out of memory; try a smaller batch or input size"));
        } catch (Exception | Error e) {
            log.error("job {} failed", attempt.job(), e);
            return fail(
                    attempt, new JobError("internal_error", "an unexpected error; the log of the service tells more"));
        }
    }

    private Outcome stop(Attempt attempt) {
        if (cancelled(attempt)) {
            return Outcome.CANCELLED;
        }
        boolean back = stopping ? ledger.handBack(attempt) : ledger.lost(attempt);
        if (back) {
            log.info("job {} handed back", attempt.job());
            return Outcome.HANDED_BACK;
        }
        return cancelled(attempt) ? Outcome.CANCELLED : Outcome.LOST; // its owner cancelled it just now
    }

    private Outcome fail(Attempt attempt, JobError error) {
        if (ledger.move(attempt, Transition.failed(error))) {
            log.info("job {} failed: {}: {}", attempt.job(), error.code(), error.message());
            cleanUp.accept(attempt.job());
            return Outcome.FAILED;
        }
        return cancelled(attempt) ? Outcome.CANCELLED : Outcome.LOST; // it failed, but its owner had given it up
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
