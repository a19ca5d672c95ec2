package org.bubblegram.jobs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Events of jobs as rows. */
final class EventTable {
    private static final String SELECT = "select id, at, type, data from job_event where job_id = ? ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EventTable(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** Adds an event under the job's next number. Together with a change of the job's row, which keeps events in order. */
    void append(UUID job, String type, Object data, Instant now) {
        jdbc.sql("update training_job set events = events + 1 where id = ?")
                .param(job)
                .update();
        jdbc.sql("insert into job_event (job_id, id, at, type, data) "
                        + "values (?, (select events from training_job where id = ?), ?, ?, ?)")
                .params(job, job, now.atOffset(ZoneOffset.UTC), type, json.writeValueAsString(data))
                .update();
    }

    List<JobEvent> after(UUID job, long id, int limit) {
        return jdbc.sql(SELECT + "and id > ? order by id fetch first ? rows only")
                .params(job, id, limit)
                .query(this::event)
                .list();
    }

    <T> List<T> data(UUID job, String type, Class<T> as) {
        return jdbc.sql(SELECT + "and type = ? order by id")
                .params(job, type)
                .query((row, index) -> json.readValue(row.getString("data"), as))
                .list();
    }

    private JobEvent event(ResultSet row, int index) throws SQLException {
        return new JobEvent(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("type"),
                json.readTree(row.getString("data")));
    }
}
