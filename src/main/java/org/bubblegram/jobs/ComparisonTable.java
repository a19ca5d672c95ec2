package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons as rows. */
final class ComparisonTable extends ResultTable<ComparisonJob, LossTable> {
    private final JsonMapper json;

    ComparisonTable(JdbcClient jdbc, JsonMapper json) {
        super(jdbc, json, "loss_comparison", LossTable.class);
        this.json = json;
    }

    void insert(UUID id, NewComparison request, UUID dataset, Instant now) {
        rows().insert(
                        id,
                        request.creationKey(),
                        request.place(),
                        Map.of(
                                "dataset", request.dataset(),
                                "dataset_id", dataset,
                                "spec", json.writeValueAsString(request.spec())),
                        now);
    }

    @Override
    ComparisonJob job(ResultSet row, @Nullable LossTable result) throws SQLException {
        return new ComparisonJob(
                row.getObject("id", UUID.class),
                row.getString("dataset"),
                json.readValue(row.getString("spec"), ComparisonSpec.class),
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
