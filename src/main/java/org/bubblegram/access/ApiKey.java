package org.bubblegram.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key as it may be shown: without its secret, which nobody knows but who got it.
 *
 * @param id 16 hexadecimal digits, a part of the key's text
 * @param roles those included in others too
 * @param expiresAt from then on it opens nothing; null: never
 * @param previousUntil how long the secret before the last rotation opens too; null where there is none
 * @param lastUsedAt to the minute
 */
public record ApiKey(
        String id,
        String name,
        String tenant,
        Set<Role> roles,
        Allowance limits,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant rotatedAt,
        @Nullable Instant previousUntil,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {
    /** Neither revoked nor expired. */
    boolean usable(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Whether it expires no earlier. */
    boolean opensAsLongAs(ApiKey other) {
        return expiresAt == null || (other.expiresAt != null && !expiresAt.isBefore(other.expiresAt));
    }

    /** Who calls with it. */
    public Caller caller() {
        return new Caller(id, name, tenant, roles);
    }
}
