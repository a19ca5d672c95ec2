package org.bubblegram.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Keys as rows. */
final class ApiKeyTable {
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    /**
     * A key and what opens it.
     *
     * @param previous digest of the secret before the last rotation
     */
    record Stored(ApiKey key, String digest, @Nullable String previous) {
        boolean opens(KeyText presented, Instant now) {
            Instant until = key.previousUntil();
            boolean old = previous != null && until != null && now.isBefore(until) && presented.has(previous);
            return (presented.has(digest) || old) && key.usable(now);
        }
    }

    ApiKeyTable(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Does what depends on which keys may make others, while nobody else changes that. */
    void exclusively(Runnable change) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select id from api_key where roles like '%admin%' order by id for update")
                    .query(String.class)
                    .list();
            change.run();
        });
    }

    /** Those that open now and have the role admin. */
    List<ApiKey> usableAdmins(Instant now) {
        return jdbc.sql("""
                        select * from api_key
                        where roles like '%admin%' and revoked_at is null and (expires_at is null or expires_at > ?)
                        """).param(at(now)).query((row, index) -> key(row)).list();
    }

    /** False, and nothing is changed, where the id is taken. */
    boolean insert(KeyText text, NewApiKey key, Instant now) {
        Instant expiry = key.expiresAt();
        try {
            jdbc.sql("""
                            insert into api_key (id, name, tenant, roles, digest, requests_per_minute, max_body_bytes,
                                created_at, expires_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(Arrays.asList(
                            text.id(),
                            key.name(),
                            key.tenant(),
                            key.roles().stream().map(Role::key).collect(Collectors.joining(",")),
                            text.digest(),
                            key.limits().requestsPerMinute(),
                            key.limits().maxBodyBytes(),
                            at(now),
                            expiry == null ? null : at(expiry)))
                    .update();
            return true;
        } catch (DuplicateKeyException taken) {
            return false;
        }
    }

    Optional<Stored> find(String id) {
        return jdbc.sql("select * from api_key where id = ?")
                .param(id)
                .query((row, index) -> new Stored(key(row), row.getString("digest"), row.getString("previous_digest")))
                .optional();
    }

    boolean anyAdmin() {
        return jdbc.sql("select count(*) from api_key where roles like '%admin%'")
                        .query(Integer.class)
                        .single()
                > 0;
    }

    List<ApiKey> newestFirst(@Nullable String after, int limit) {
        String rest =
                after == null ? "" : "where (created_at, id) < (select created_at, id from api_key where id = :after)";
        return jdbc.sql("select * from api_key " + rest + " order by created_at desc, id desc limit :limit")
                .param("after", after)
                .param("limit", limit)
                .query((row, index) -> key(row))
                .list();
    }

    /** The secret so far opens for a time too; false where the key is revoked or unknown. */
    boolean rotate(KeyText renewed, Instant now, Duration grace) {
        return jdbc.sql("""
                        update api_key
                        set previous_digest = digest, previous_until = :until, digest = :digest, rotated_at = :now
                        where id = :id and revoked_at is null
                        """)
                        .param("until", at(now.plus(grace)))
                        .param("digest", renewed.digest())
                        .param("now", at(now))
                        .param("id", renewed.id())
                        .update()
                == 1;
    }

    /** One that is revoked stays as it was. */
    void revoke(String id, Instant now) {
        jdbc.sql("update api_key set revoked_at = coalesce(revoked_at, ?) where id = ?")
                .params(at(now), id)
                .update();
    }

    void used(String id, Instant now) {
        jdbc.sql("update api_key set last_used_at = ? where id = ?")
                .params(at(now), id)
                .update();
    }

    static ApiKey key(ResultSet row) throws SQLException {
        return new ApiKey(
                row.getString("id"),
                row.getString("name"),
                row.getString("tenant"),
                Role.including(Arrays.stream(row.getString("roles").split(",", -1))
                        .map(Role::ofKey)
                        .flatMap(Optional::stream)
                        .toList()),
                new Allowance(
                        row.getObject("requests_per_minute", Integer.class),
                        row.getObject("max_body_bytes", Long.class)),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "expires_at"),
                instant(row, "rotated_at"),
                instant(row, "previous_until"),
                instant(row, "last_used_at"),
                instant(row, "revoked_at"));
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
