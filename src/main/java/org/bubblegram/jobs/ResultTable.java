package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Jobs of one kind as rows, with what they found.
 *
 * @param <J> the job as it is told
 * @param <R> its result, kept as JSON
 */
abstract class ResultTable<J, R> {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final String table;
    private final Class<R> type;
    private final AttemptRows rows;

    /** @param table a name that stands in the code, never anything from outside */
    ResultTable(JdbcClient jdbc, JsonMapper json, String table, Class<R> type) {
        this.jdbc = jdbc;
        this.json = json;
        this.table = table;
        this.type = type;
        this.rows = new AttemptRows(jdbc, table);
    }

    /** Reads a job; the result is null where it is not told. */
    abstract J job(ResultSet row, @Nullable R result) throws SQLException;

    final AttemptRows rows() {
        return rows;
    }

    /** Keeps what an attempt found; it is told once the job has succeeded. */
    final void setResult(Attempt attempt, R result) {
        jdbc.sql("update " + table + " set result = ? where id = ? and attempt = ?")
                .params(json.writeValueAsString(result), attempt.job(), attempt.number())
                .update();
    }

    final Optional<J> find(UUID id) {
        return rows.find(id, this::whole);
    }

    /** @throws org.bubblegram.storage.CreationKeyReused if the key came with another request */
    final Optional<J> findByKey(@Nullable CreationKey key) {
        return rows.findByKey(key, this::whole);
    }

    /** Without results. */
    final List<J> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return rows.newestFirst(state, after, limit, (row, index) -> job(row, null));
    }

    private J whole(ResultSet row, int index) throws SQLException {
        boolean succeeded = JobState.ofKey(row.getString("state")) == JobState.SUCCEEDED;
        return job(row, succeeded ? json.readValue(row.getString("result"), type) : null);
    }
}
