package org.bubblegram.jobs;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Tries again what the database could not do because it was not there, until it is. Gives up once the process stops. */
final class Patience {
    private static final Logger log = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final BooleanSupplier stopping;

    /** @param stopping whether the process wants its workers to stop */
    Patience(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Whether a failure says that the database was not there, or not able to, so that another try may do. */
    static boolean mayPass(Throwable failure) {
        return failure instanceof DataAccessResourceFailureException
                || failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof TransactionException;
    }

    /** @param call may be made again where it is not known whether it was done */
    <T> T until(Supplier<T> call) {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                T done = call.get();
                if (wait.compareTo(FIRST_WAIT) > 0) {
                    log.info("the database answers again");
                }
                return done;
            } catch (RuntimeException e) {
                if (!mayPass(e) || stopping.getAsBoolean()) {
                    throw e;
                }
                if (wait.equals(FIRST_WAIT)) {
                    log.warn("the database does not answer; tried again until it does: {}", e.toString());
                }
                rest(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    private void rest(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (System.nanoTime() < end && !stopping.getAsBoolean()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
