package org.bubblegram.storage;

import org.h2.api.ErrorCode;
import org.h2.jdbc.JdbcSQLNonTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that another process has the embedded database. */
final class HomeInUseAnalyzer extends AbstractFailureAnalyzer<JdbcSQLNonTransientConnectionException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, JdbcSQLNonTransientConnectionException cause) {
        if (cause.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return null;
        }
        return new FailureAnalysis(
                "Another process uses the same home: " + cause.getMessage(),
                "Stop it, or start this one with another bubblegram.home.",
                cause);
    }
}
