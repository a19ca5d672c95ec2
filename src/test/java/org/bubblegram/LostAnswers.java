package org.bubblegram;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions that are committed, of which the next one never hears: the connection goes before the answer comes, as in
 * a failover.
 */
public final class LostAnswers implements TransactionOperations {
    private final TransactionOperations transactions;
    private boolean losing;

    public LostAnswers(TransactionOperations transactions) {
        this.transactions = transactions;
    }

    public void loseNext() {
        losing = true;
    }

    @Override
    public <T> @Nullable T execute(TransactionCallback<T> action) throws TransactionException {
        T result = transactions.execute(action);
        if (losing) {
            losing = false;
            throw new TransactionSystemException("the answer to the commit was lost");
        }
        return result;
    }
}
