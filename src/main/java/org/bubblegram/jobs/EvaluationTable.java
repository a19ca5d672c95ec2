package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.dataset.Split;
import org.bubblegram.evaluation.EvaluationResult;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Evaluations as rows. */
final class EvaluationTable {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AttemptRows rows;

    EvaluationTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = new AttemptRows(jdbc, "evaluation");
    }

    AttemptRows rows() {
        return rows;
    }

    void insert(UUID id, NewEvaluation request, UUID dataset, Instant now) {
        Map<String, Object> own = new HashMap<>(
                Map.of("model", request.spec().model(), "dataset", request.dataset(), "dataset_id", dataset));
        Split split = request.spec().split();
        if (split != null) {
            own.put("split", split.key());
        }
        rows.insert(id, request.creationKey(), own, now);
    }

    /** Keeps what an attempt found; it is told once the evaluation has succeeded. */
    void setResult(Attempt attempt, EvaluationResult result) {
        jdbc.sql("update evaluation set result = ? where id = ? and attempt = ?")
                .params(json.writeValueAsString(result), attempt.job(), attempt.number())
                .update();
    }

    Optional<EvaluationJob> find(UUID id) {
        return rows.find(id, this::whole);
    }

    /** @throws org.bubblegram.storage.CreationKeyReused if the key came with another request */
    Optional<EvaluationJob> findByKey(@Nullable CreationKey key) {
        return rows.findByKey(key, this::whole);
    }

    /** Without results. */
    List<EvaluationJob> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return rows.newestFirst(state, after, limit, (row, index) -> evaluation(row, null));
    }

    private EvaluationJob whole(ResultSet row, int index) throws SQLException {
        boolean succeeded = JobState.ofKey(row.getString("state")) == JobState.SUCCEEDED;
        return evaluation(row, succeeded ? json.readValue(row.getString("result"), EvaluationResult.class) : null);
    }

    private EvaluationJob evaluation(ResultSet row, @Nullable EvaluationResult result) throws SQLException {
        String split = row.getString("split");
        return new EvaluationJob(
                row.getObject("id", UUID.class),
                row.getString("model"),
                row.getString("dataset"),
                split == null ? null : Split.valueOf(split.toUpperCase(Locale.ROOT)),
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
