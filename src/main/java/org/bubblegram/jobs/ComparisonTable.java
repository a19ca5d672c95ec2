package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons as rows. */
final class ComparisonTable {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AttemptRows rows;

    ComparisonTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = new AttemptRows(jdbc, "loss_comparison");
    }

    AttemptRows rows() {
        return rows;
    }

    void insert(UUID id, NewComparison request, UUID dataset, Instant now) {
        rows.insert(
                id,
                request.creationKey(),
                Map.of(
                        "dataset", request.dataset(),
                        "dataset_id", dataset,
                        "spec", json.writeValueAsString(request.spec())),
                now);
    }

    /** Keeps what an attempt found; it is told once the comparison has succeeded. */
    void setResult(Attempt attempt, LossTable result) {
        jdbc.sql("update loss_comparison set result = ? where id = ? and attempt = ?")
                .params(json.writeValueAsString(result), attempt.job(), attempt.number())
                .update();
    }

    Optional<ComparisonJob> find(UUID id) {
        return rows.find(id, this::whole);
    }

    /** @throws org.bubblegram.storage.CreationKeyReused if the key came with another request */
    Optional<ComparisonJob> findByKey(@Nullable CreationKey key) {
        return rows.findByKey(key, this::whole);
    }

    /** Without results. */
    List<ComparisonJob> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return rows.newestFirst(state, after, limit, (row, index) -> comparison(row, null));
    }

    private ComparisonJob whole(ResultSet row, int index) throws SQLException {
        boolean succeeded = JobState.ofKey(row.getString("state")) == JobState.SUCCEEDED;
        return comparison(row, succeeded ? json.readValue(row.getString("result"), LossTable.class) : null);
    }

    private ComparisonJob comparison(ResultSet row, @Nullable LossTable result) throws SQLException {
        return new ComparisonJob(
                row.getObject("id", UUID.class),
                row.getString("dataset"),
                json.readValue(row.getString("spec"), ComparisonSpec.class),
                JobState.ofKey(row.getString("state")),
                row.getDouble("progress"),
                AttemptRows.instant(row, "estimated_end"),
                row.getInt("attempt"),
                result,
                AttemptRows.error(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                AttemptRows.instant(row, "started_at"),
                AttemptRows.instant(row, "finished_at"));
    }
}
