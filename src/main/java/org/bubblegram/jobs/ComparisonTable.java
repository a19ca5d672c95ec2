package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Comparisons as rows. Every change is one update that names the attempt and the states it expects. */
final class ComparisonTable {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    ComparisonTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(UUID id, NewComparison request, UUID dataset, Instant now) {
        CreationKey key = request.creationKey();
        jdbc.sql("""
                        insert into loss_comparison (id, dataset, dataset_id, spec, state, progress, attempt, losses,
                            creation_key, creation_digest, created_at)
                        values (:id, :dataset, :datasetId, :spec, 'queued', 0, 1, 0, :key, :digest, :now)
                        """)
                .param("id", id)
                .param("dataset", request.dataset())
                .param("datasetId", dataset)
                .param("spec", json.writeValueAsString(request.spec()))
                .param("key", key == null ? null : key.key())
                .param("digest", key == null ? null : key.requestDigest())
                .param("now", at(now))
                .update();
    }

    /** Moves a comparison; false where it is not at this attempt in one of the expected states. */
    boolean move(Attempt attempt, Transition transition, Instant now) {
        JobState to = transition.to();
        JobError error = transition.error();
        return jdbc.sql("""
                        update loss_comparison
                        set state = :to,
                            attempt = attempt + :requeued,
                            estimated_end = null,
                            started_at = case when :to = 'preparing' then coalesce(started_at, :now) else started_at end,
                            finished_at = case when :finished then :now else finished_at end,
                            progress = case when :to = 'succeeded' then 1 else progress end,
                            error_code = cast(:code as varchar(64)),
                            error_message = cast(:message as text)
                        where id = :id and attempt = :attempt and state in (:from)
                        """)
                        .param("to", to.key())
                        .param("requeued", to == JobState.QUEUED ? 1 : 0)
                        .param("now", at(now))
                        .param("finished", to.finished())
                        .param("code", error == null ? null : error.code())
                        .param("message", error == null ? null : error.message())
                        .param("id", attempt.job())
                        .param("attempt", attempt.number())
                        .param("from", keys(transition.from()))
                        .update()
                == 1;
    }

    /** Writes down how far a comparison has come; false where the attempt does not hold it any more. */
    boolean advance(Attempt attempt, double progress, @Nullable Instant estimatedEnd) {
        return jdbc.sql("""
                        update loss_comparison
                        set progress = :progress, estimated_end = cast(:end as timestamp with time zone)
                        where id = :id and attempt = :attempt and state in (:held)
                        """)
                        .param("progress", progress)
                        .param("end", estimatedEnd == null ? null : at(estimatedEnd))
                        .param("id", attempt.job())
                        .param("attempt", attempt.number())
                        .param("held", keys(JobState.HELD))
                        .update()
                == 1;
    }

    /** Keeps what an attempt found; it is told once the comparison has succeeded. */
    void setResult(Attempt attempt, LossTable result) {
        jdbc.sql("update loss_comparison set result = ? where id = ? and attempt = ?")
                .params(json.writeValueAsString(result), attempt.job(), attempt.number())
                .update();
    }

    /** How many workers it has lost. */
    int losses(UUID id) {
        return jdbc.sql("select losses from loss_comparison where id = ?")
                .param(id)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void setLosses(UUID id, int losses) {
        jdbc.sql("update loss_comparison set losses = ? where id = ?")
                .params(losses, id)
                .update();
    }

    Optional<ComparisonJob> find(UUID id) {
        return jdbc.sql("select * from loss_comparison where id = ?")
                .param(id)
                .query((row, index) -> comparison(row, true))
                .optional();
    }

    /** The data set itself, as its name may mean another one by now. */
    UUID dataset(UUID id) {
        return jdbc.sql("select dataset_id from loss_comparison where id = ?")
                .param(id)
                .query(UUID.class)
                .single();
    }

    Optional<ComparisonJob> findByKey(String key) {
        return jdbc.sql("select * from loss_comparison where creation_key = ?")
                .param(key)
                .query((row, index) -> comparison(row, true))
                .optional();
    }

    Optional<String> creationDigest(String key) {
        return jdbc.sql("select creation_digest from loss_comparison where creation_key = ?")
                .param(key)
                .query(String.class)
                .optional();
    }

    /** Without results. */
    List<ComparisonJob> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        select comparison.* from loss_comparison comparison
                        where (cast(:state as varchar(16)) is null or comparison.state = :state)
                            and (cast(:after as uuid) is null or exists (
                                select 1 from loss_comparison last
                                where last.id = :after
                                    and (comparison.created_at, comparison.id) < (last.created_at, last.id)))
                        order by comparison.created_at desc, comparison.id desc
                        fetch first :limit rows only
                        """)
                .param("state", state == null ? null : state.key())
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> comparison(row, false))
                .list();
    }

    List<Attempt> inState(Set<JobState> states) {
        return jdbc.sql("select id, attempt from loss_comparison where state in (:states) order by created_at, id")
                .param("states", keys(states))
                .query((row, index) -> new Attempt(row.getObject("id", UUID.class), row.getInt("attempt")))
                .list();
    }

    private ComparisonJob comparison(ResultSet row, boolean whole) throws SQLException {
        String code = row.getString("error_code");
        JobState state = JobState.ofKey(row.getString("state"));
        return new ComparisonJob(
                row.getObject("id", UUID.class),
                row.getString("dataset"),
                json.readValue(row.getString("spec"), ComparisonSpec.class),
                state,
                row.getDouble("progress"),
                instant(row, "estimated_end"),
                row.getInt("attempt"),
                whole && state == JobState.SUCCEEDED ? json.readValue(row.getString("result"), LossTable.class) : null,
                code == null ? null : new JobError(code, row.getString("error_message")),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<String> keys(Set<JobState> states) {
        return states.stream().map(JobState::key).toList();
    }
}
