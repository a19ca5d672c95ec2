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
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Training jobs as rows. Every change is one update that names the attempt and the states it expects. */
final class JobTable {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    JobTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(UUID id, NewTrainingJob request, UUID dataset, Instant now) {
        var key = request.creationKey();
        jdbc.sql("""
                        insert into training_job (id, dataset, dataset_id, model, spec, state, progress, attempt, losses,
                            events, creation_key, creation_digest, created_at)
                        values (:id, :dataset, :datasetId, :model, :spec, 'queued', 0, 1, 0, 1, :key, :digest, :now)
                        """)
                .param("id", id)
                .param("dataset", request.dataset())
                .param("datasetId", dataset)
                .param("model", request.model())
                .param("spec", json.writeValueAsString(request.spec()))
                .param("key", key == null ? null : key.key())
                .param("digest", key == null ? null : key.requestDigest())
                .param("now", at(now))
                .update();
    }

    /** Moves a job; false, and nothing is changed, where it is not at this attempt in one of the expected states. */
    boolean move(Attempt attempt, Transition transition, Instant now) {
        JobState to = transition.to();
        JobError error = transition.error();
        return jdbc.sql("""
                        update training_job
                        set state = :to,
                            events = events + 1,
                            attempt = attempt + :requeued,
                            estimated_end = null,
                            started_at = case when :to = 'preparing' then coalesce(started_at, :now) else started_at end,
                            finished_at = case when :finished then :now else finished_at end,
                            progress = case when :to = 'succeeded' then 1 else progress end,
                            version = cast(:version as integer),
                            error_code = cast(:code as varchar(64)),
                            error_message = cast(:message as text)
                        where id = :id and attempt = :attempt and state in (:from)
                        """)
                        .param("to", to.key())
                        .param("requeued", to == JobState.QUEUED ? 1 : 0)
                        .param("now", at(now))
                        .param("finished", to.finished())
                        .param("version", transition.version())
                        .param("code", error == null ? null : error.code())
                        .param("message", error == null ? null : error.message())
                        .param("id", attempt.job())
                        .param("attempt", attempt.number())
                        .param("from", keys(transition.from()))
                        .update()
                == 1;
    }

    /** Writes down how far a job has come; false where the attempt does not hold it any more. */
    boolean advance(Attempt attempt, double progress, @Nullable Instant estimatedEnd) {
        return jdbc.sql("""
                        update training_job
                        set progress = :progress, estimated_end = cast(:end as timestamp with time zone),
                            events = events + 1
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

    /** How many workers it has lost since it last finished an epoch. */
    int losses(UUID id) {
        return jdbc.sql("select losses from training_job where id = ?")
                .param(id)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    void setLosses(UUID id, int losses) {
        jdbc.sql("update training_job set losses = ? where id = ?")
                .params(losses, id)
                .update();
    }

    Optional<TrainingJob> find(UUID id) {
        return jdbc.sql("select * from training_job where id = ?")
                .param(id)
                .query(this::job)
                .optional();
    }

    /** The data set itself, as its name may mean another one by now. */
    UUID dataset(UUID id) {
        return jdbc.sql("select dataset_id from training_job where id = ?")
                .param(id)
                .query(UUID.class)
                .single();
    }

    Optional<TrainingJob> findByKey(String key) {
        return jdbc.sql("select * from training_job where creation_key = ?")
                .param(key)
                .query(this::job)
                .optional();
    }

    Optional<String> creationDigest(String key) {
        return jdbc.sql("select creation_digest from training_job where creation_key = ?")
                .param(key)
                .query(String.class)
                .optional();
    }

    List<TrainingJob> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                        select job.* from training_job job
                        where (cast(:state as varchar(16)) is null or job.state = :state)
                            and (cast(:after as uuid) is null or exists (
                                select 1 from training_job last
                                where last.id = :after and (job.created_at, job.id) < (last.created_at, last.id)))
                        order by job.created_at desc, job.id desc
                        fetch first :limit rows only
                        """)
                .param("state", state == null ? null : state.key())
                .param("after", after)
                .param("limit", limit)
                .query(this::job)
                .list();
    }

    List<Attempt> inState(Set<JobState> states) {
        return jdbc.sql("select id, attempt from training_job where state in (:states) order by created_at, id")
                .param("states", keys(states))
                .query((row, index) -> new Attempt(row.getObject("id", UUID.class), row.getInt("attempt")))
                .list();
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
        String code = row.getString("error_code");
        return new TrainingJob(
                row.getObject("id", UUID.class),
                row.getString("dataset"),
                row.getString("model"),
                spec(row.getString("spec")),
                JobState.ofKey(row.getString("state")),
                row.getDouble("progress"),
                instant(row, "estimated_end"),
                row.getInt("attempt"),
                row.getObject("version", Integer.class),
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
