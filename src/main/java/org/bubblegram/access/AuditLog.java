package org.bubblegram.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who changed what, when. Rows are only ever added, and removed when they are old. */
public final class AuditLog {
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Duration retention;
    private final Clock clock;
    private final AtomicReference<Instant> swept = new AtomicReference<>(Instant.EPOCH);

    AuditLog(JdbcClient jdbc, Duration retention, Clock clock) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
    }

    /** Writes a change down. Texts that are too long are cut. */
    public void add(Change change) {
        Instant now = clock.instant();
        String route = change.route();
        jdbc.sql("""
                        insert into audit_entry
                            (at, caller, caller_name, tenant, method, route, resource, status, address, request_id)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        ApiKeyTable.at(now),
                        cut(change.caller().id(), 255),
                        cut(change.caller().name(), 255),
                        cut(change.caller().tenant(), 64),
                        cut(change.method(), 16),
                        route == null ? null : cut(route, 255),
                        cut(change.resource(), 512),
                        change.status(),
                        cut(change.address(), 64),
                        cut(change.requestId(), 64)))
                .update();
        sweep(now);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private void sweep(Instant now) {
        Instant last = Objects.requireNonNull(swept.get());
        if (!now.isBefore(last.plus(BETWEEN_SWEEPS)) && swept.compareAndSet(last, now)) {
            jdbc.sql("delete from audit_entry where at < ?")
                    .param(ApiKeyTable.at(now.minus(retention)))
                    .update();
        }
    }

    /** @param after id of the last entry seen; null for the newest ones */
    public List<AuditEntry> newestFirst(@Nullable Long after, int limit) {
        return jdbc.sql("select * from audit_entry where id < ? order by id desc limit ?")
                .params(after == null ? Long.MAX_VALUE : after, limit)
                .query((row, index) -> entry(row))
                .list();
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("caller"),
                row.getString("caller_name"),
                row.getString("tenant"),
                row.getString("method"),
                row.getString("route"),
                row.getString("resource"),
                row.getInt("status"),
                row.getString("address"),
                row.getString("request_id"));
    }
}
