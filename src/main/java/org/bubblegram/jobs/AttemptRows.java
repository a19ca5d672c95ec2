package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/**
 * What the tables of all kinds of jobs have in common: who holds a job and where it stands. Every change is one update that
 * names the attempt and the states it expects.
 */
final class AttemptRows {
    private final JdbcClient jdbc;
    private final String table;

    /** Where a job stands, and at which attempt. */
    record Current(Attempt attempt, JobState state) {}

    /** @param table a name that stands in the code, never anything from outside */
    AttemptRows(JdbcClient jdbc, String table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    /** {@code %s} is the table. */
    private StatementSpec sql(String statement) {
        return jdbc.sql(statement.replace("%s", table));
    }

    /**
     * Adds a job that waits for its first attempt.
     *
     * @param own values of the columns that say what is to be done
     */
    void insert(UUID id, @Nullable CreationKey key, QueuePlace place, Map<String, ?> own, Instant now) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>(own);
        row.put("id", id);
        row.put("state", JobState.QUEUED.key());
        row.put("progress", 0);
        row.put("attempt", 1);
        row.put("losses", 0);
        row.put("tenant", place.tenant());
        row.put("priority", place.priority());
        row.put("creation_key", key == null ? null : key.key());
        row.put("creation_digest", key == null ? null : key.requestDigest());
        row.put("created_at", at(now));
        String columns = String.join(", ", row.keySet());
        String values = row.keySet().stream().map(column -> ":" + column).collect(Collectors.joining(", "));
        sql("insert into %s (" + columns + ") values (" + values + ")")
                .params(row)
                .update();
    }

    /** Moves a job; false, and nothing is changed, where it is not at this attempt in one of the expected states. */
    boolean move(Attempt attempt, Transition transition, Instant now) {
        JobState to = transition.to();
        JobError error = transition.error();
        return sql("""
                        update %s
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

    /** Writes down how far a job has come; false where the attempt does not hold it any more. */
    boolean advance(Attempt attempt, Standing standing) {
        Instant end = standing.estimatedEnd();
        return sql("""
                        update %s
                        set progress = :progress, estimated_end = cast(:end as timestamp with time zone)
                        where id = :id and attempt = :attempt and state in (:held)
                        """)
                        .param("progress", standing.progress())
                        .param("end", end == null ? null : at(end))
                        .param("id", attempt.job())
                        .param("attempt", attempt.number())
                        .param("held", keys(JobState.HELD))
                        .update()
                == 1;
    }

    Current current(UUID id) {
        return sql("select attempt, state from %s where id = ?")
                .param(id)
                .query((row, index) ->
                        new Current(new Attempt(id, row.getInt("attempt")), JobState.ofKey(row.getString("state"))))
                .single();
    }

    /** False, and nothing is changed, where the attempt does not hold the job any more; else it does until the transaction ends. */
    boolean hold(Attempt attempt) {
        return sql("update %s set attempt = attempt where id = :id and attempt = :attempt and state in (:held)")
                        .param("id", attempt.job())
                        .param("attempt", attempt.number())
                        .param("held", keys(JobState.HELD))
                        .update()
                == 1;
    }

    Troubles troubles(UUID id) {
        return sql("select losses, retries from %s where id = ?")
                .param(id)
                .query((row, index) -> new Troubles(row.getInt("losses"), row.getInt("retries")))
                .optional()
                .orElse(Troubles.NONE);
    }

    void setTroubles(UUID id, Troubles troubles) {
        sql("update %s set losses = ?, retries = ? where id = ?")
                .params(troubles.losses(), troubles.retries(), id)
                .update();
    }

    QueuePlace place(UUID id) {
        return sql("select tenant, priority from %s where id = ?")
                .param(id)
                .query((row, index) -> place(row))
                .single();
    }

    static QueuePlace place(ResultSet row) throws SQLException {
        return new QueuePlace(row.getString("tenant"), row.getInt("priority"));
    }

    /** The data set itself, as its name may mean another one by now. */
    UUID dataset(UUID id) {
        return sql("select dataset_id from %s where id = ?")
                .param(id)
                .query(UUID.class)
                .single();
    }

    <J> Optional<J> find(UUID id, RowMapper<J> job) {
        return sql("select * from %s where id = ?").param(id).query(job).optional();
    }

    /**
     * What a creation key made; empty without key too.
     *
     * @throws CreationKeyReused if the key came with another request
     */
    <J> Optional<J> findByKey(@Nullable CreationKey key, RowMapper<J> job) {
        if (key == null) {
            return Optional.empty();
        }
        RowMapper<J> same = (row, index) -> {
            if (!key.requestDigest().equals(row.getString("creation_digest"))) {
                throw new CreationKeyReused(key.key());
            }
            return job.mapRow(row, index);
        };
        return sql("select * from %s where creation_key = ?")
                .param(key.key())
                .query(same)
                .optional();
    }

    /** Newest first, older than a given job; all states where null. */
    <J> List<J> newestFirst(@Nullable JobState state, @Nullable UUID after, int limit, RowMapper<J> job) {
        List<String> conditions = new ArrayList<>(); // only those there are, so that each list finds its index
        Map<String, Object> values = new HashMap<>();
        if (state != null) {
            conditions.add("state = :state");
            values.put("state", state.key());
        }
        if (after != null) {
            conditions.add("(created_at, id) < (select created_at, id from %s where id = :after)");
            values.put("after", after);
        }
        String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions);
        values.put("limit", limit);
        return sql("select * from %s " + where + " order by created_at desc, id desc fetch first :limit rows only")
                .params(values)
                .query(job)
                .list();
    }

    List<Attempt> inState(Set<JobState> states) {
        return sql("select id, attempt from %s where state in (:states) order by created_at, id")
                .param("states", keys(states))
                .query((row, index) -> new Attempt(row.getObject("id", UUID.class), row.getInt("attempt")))
                .list();
    }

    /** Why a job failed; null where it did not. */
    static @Nullable JobError error(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null ? null : new JobError(code, row.getString("error_message"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
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
