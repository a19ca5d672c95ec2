package org.bubblegram.jobs;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        PAUSED,
        /** Queued again for later, after a fault that may pass. */
        RETRIED,
        /** Another worker has the job. */
        LOST,
        /** Nothing could be written down. */
        INTERRUPTED
    }

    private final AttemptLedger ledger;
    private final AttemptWork work;
    private final Consumer<UUID> cleanUp;
    private final ObservationRegistry observations;
    private final Patience patience = new Patience(this::stopping);
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

    private boolean stopping() {
        return stopping;
    }

    /** Whoever worked on an attempt has died. @return whether the attempt still waits, for he had not taken it up yet */
    boolean died(Attempt attempt) {
        if (ledger.lost(attempt)) {
            log.warn("job {} has lost its worker", attempt.job());
            return false;
        }
        if (ledger.state(attempt.job()).finished()) { // and he died before he had cleaned up
            cleanUp(attempt);
        }
        return ledger.isAt(attempt, JobState.QUEUED);
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
            return succeeded(attempt, work.run(attempt, this::stopping));
        } catch (JobLost e) {
            log.warn("{}; left alone", e.getMessage());
            return Outcome.LOST;
        } catch (TrainingCancelled e) {
            return stop(attempt);
        } catch (TrainingFailure e) {
            JobError error = new JobError(e.code(), String.valueOf(e.getMessage()));
            return e.mayPass() ? faulty(attempt, error, e) : fail(attempt, error);
        } catch (DatasetNotFound e) {
            return fail(attempt, new JobError("dataset_not_found", String.valueOf(e.getMessage())));
        } catch (ModelNotFound e) {
            return fail(attempt, new JobError("model_not_found", String.valueOf(e.getMessage())));
        } catch (DataAccessException | TransactionException e) {
            return retryWithoutDatabase(attempt, e);
        } catch (IOException | UncheckedIOException e) {
            return faulty(attempt, new JobError("storage_failed", "The store could not be read or written."), e);
        } catch (OutOfMemoryError e) {
            log.error("job {} ran out of memory", attempt.job(), e);
            return fail(attempt, new JobError("out_of_memory", "out of memory; try a smaller batch or input size"));
        } catch (Exception | Error e) {
            log.error("job {} failed", attempt.job(), e);
            return fail(
                    attempt, new JobError("internal_error", "an unexpected error; the log of the service tells more"));
        }
    }

    private Outcome retryWithoutDatabase(Attempt attempt, RuntimeException e) {
        if (!Patience.mayPass(e)) {
            throw e; // the queue tries again
        }
        log.warn("job {} found no database: {}", attempt.job(), e.toString());
        return retry(attempt, new JobError("database_unavailable", "The database was not there."));
    }

    private Outcome succeeded(Attempt attempt, Transition end) {
        if (!move(attempt, end)) {
            throw new JobLost(attempt);
        }
        log.info("job {} succeeded", attempt.job());
        cleanUp(attempt);
        return Outcome.SUCCEEDED;
    }

    private Outcome stop(Attempt attempt) {
        if (cancelled(attempt)) {
            return Outcome.CANCELLED;
        }
        if (move(attempt, Transition.PAUSED)) {
            log.info("job {} paused", attempt.job());
            return Outcome.PAUSED;
        }
        if (patience.until(() -> stopping ? ledger.handBack(attempt) : ledger.lost(attempt))) {
            log.info("job {} handed back", attempt.job());
            return Outcome.HANDED_BACK;
        }
        return cancelled(attempt) ? Outcome.CANCELLED : Outcome.LOST; // its owner cancelled it just now
    }

    private Outcome faulty(Attempt attempt, JobError fault, Throwable cause) {
        log.warn("job {} met with a fault that may pass: {}", attempt.job(), fault.code(), cause);
        return retry(attempt, fault);
    }

    private Outcome retry(Attempt attempt, JobError fault) {
        if (!patience.until(() -> ledger.retry(attempt, fault))) {
            return cancelled(attempt) ? Outcome.CANCELLED : Outcome.LOST;
        }
        if (!ledger.isAt(attempt, JobState.FAILED)) {
            return Outcome.RETRIED;
        }
        log.info("job {} failed: {}: {}", attempt.job(), fault.code(), fault.message());
        cleanUp(attempt);
        return Outcome.FAILED;
    }

    private Outcome fail(Attempt attempt, JobError error) {
        if (move(attempt, Transition.failed(error))) {
            log.info("job {} failed: {}: {}", attempt.job(), error.code(), error.message());
            cleanUp(attempt);
            return Outcome.FAILED;
        }
        return cancelled(attempt) ? Outcome.CANCELLED : Outcome.LOST; // it failed, but its owner had given it up
    }

    private boolean cancelled(Attempt attempt) {
        boolean cancelled = move(attempt, Transition.CANCELLED);
        if (cancelled) {
            log.info("job {} cancelled", attempt.job());
            cleanUp(attempt);
        }
        return cancelled;
    }

    /** Also true where an earlier try of the same move was done although the database could not say so. */
    private boolean move(Attempt attempt, Transition transition) {
        return patience.until(() -> ledger.move(attempt, transition) || ledger.isAt(attempt, transition.to()));
    }

    private void cleanUp(Attempt attempt) {
        try {
            cleanUp.accept(attempt.job());
        } catch (RuntimeException e) {
            log.warn("files of job {} could not be deleted now; they will be later", attempt.job(), e);
        }
    }
}
