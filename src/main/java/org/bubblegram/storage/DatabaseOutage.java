package org.bubblegram.storage;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;

/** What shows that the database is away, in the words of its driver or of the pool. */
public final class DatabaseOutage {
    private DatabaseOutage() {}

    /** By JDBC's types, and PostgreSQL's states of a connection (08) and of a server that stops or starts (57P). */
    public static boolean isShownBy(Throwable e) {
        if (e instanceof SQLTransientConnectionException || e instanceof SQLNonTransientConnectionException) {
            return true;
        }
        String state = e instanceof SQLException sql ? sql.getSQLState() : null;
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
