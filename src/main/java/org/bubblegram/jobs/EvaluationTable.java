package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.dataset.Split;
import org.bubblegram.evaluation.EvaluationResult;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Evaluations as rows. */
final class EvaluationTable extends ResultTable<EvaluationJob, EvaluationResult> {
    EvaluationTable(JdbcClient jdbc, JsonMapper json) {
        super(jdbc, json, "evaluation", EvaluationResult.class);
    }

    void insert(UUID id, NewEvaluation request, UUID dataset, Instant now) {
        Map<String, Object> own = new HashMap<>(
                Map.of("model", request.spec().model(), "dataset", request.dataset(), "dataset_id", dataset));
        Split split = request.spec().split();
        if (split != null) {
            own.put("split", split.key());
        }
        rows().insert(id, request.creationKey(), request.place(), own, now);
    }

    @Override
    EvaluationJob job(ResultSet row, @Nullable EvaluationResult result) throws SQLException {
        return new EvaluationJob(
                row.getObject("id", UUID.class),
                row.getString("model"),
                row.getString("dataset"),
                Split.ofKey(row.getString("split")),
                JobState.ofKey(row.getString("state")),
                row.getDouble("progress"),
                AttemptRows.instant(row, "estimated_end"),
                row.getInt("attempt"),
                row.getInt("priority"),
                row.getString("tenant"),
                result,
                AttemptRows.error(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                AttemptRows.instant(row, "started_at"),
                AttemptRows.instant(row, "finished_at"));
    }
}
