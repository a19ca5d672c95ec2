package org.bubblegram.storage;

import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One transaction that makes files known. Where the database's answer to its commit is lost, it may have been done: whoever
 * deleted the files then would take them from rows that are there. What nothing refers to is collected later.
 */
public final class Commit {
    private final TransactionOperations transaction;
    private boolean asked;

    public Commit(TransactionOperations transaction) {
        this.transaction = transaction;
    }

    /** Does it; once. */
    public <T> T of(Supplier<T> work) {
        return transaction.execute(status -> {
            T result = work.get();
            asked = true;
            return result;
        });
    }

    /** Whether it was done, or may have been. */
    public boolean mayBeDone() {
        return asked;
    }
}
