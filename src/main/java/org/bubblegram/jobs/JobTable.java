package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Training jobs as rows. */
final class JobTable {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final AttemptRows rows;

    JobTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.rows = new AttemptRows(jdbc, "training_job");
    }

    AttemptRows rows() {
        return rows;
    }

    void insert(UUID id, NewTrainingJob request, UUID dataset, Instant now) {
        rows.insert(
                id,
                request.creationKey(),
                request.place(),
                Map.of(
                        "dataset", request.dataset(),
                        "dataset_id", dataset,
                        "model", request.model(),
                        "spec", json.writeValueAsString(request.spec()),
                        "events", 0),
                now);
    }

    /** Keeps which version a job published. */
    void setVersion(UUID id, int version) {
        jdbc.sql("update training_job set version = ? where id = ?")
                .params(version, id)
                .update();
    }

    Optional<TrainingJob> find(UUID id) {
        return rows.find(id, this::job);
    }

    /** @throws org.bubblegram.storage.CreationKeyReused if the key came with another request */
    Optional<TrainingJob> findByKey(@Nullable CreationKey key) {
        return rows.findByKey(key, this::job);
    }

    List<TrainingJob> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return rows.newestFirst(state, after, limit, this::job);
    }

    /** Jobs of version 0.1 had one stage and did not say so; today's default for them would be another training. */
    private TrainingSpec spec(String stored) {
        ObjectNode spec = (ObjectNode) json.readTree(stored);
        if (!spec.has("stages")) {
            spec.putArray("stages");
        }
        return json.treeToValue(spec, TrainingSpec.class);
    }

    private TrainingJob job(ResultSet row, int index) throws SQLException {
        return new TrainingJob(
                row.getObject("id", UUID.class),
                row.getString("dataset"),
                row.getString("model"),
                spec(row.getString("spec")),
                JobState.ofKey(row.getString("state")),
                row.getDouble("progress"),
                AttemptRows.instant(row, "estimated_end"),
                row.getInt("attempt"),
                row.getInt("priority"),
                row.getString("tenant"),
                row.getObject("version", Integer.class),
                AttemptRows.error(row),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                AttemptRows.instant(row, "started_at"),
                AttemptRows.instant(row, "finished_at"));
    }
}
