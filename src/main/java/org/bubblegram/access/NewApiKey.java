package org.bubblegram.access;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key shall be.
 *
 * @param expiresAt null: never
 */
public record NewApiKey(
        String name,
        String tenant,
        Set<Role> roles,
        Allowance limits,
        @Nullable Instant expiresAt) {
    public NewApiKey {
        roles = Role.including(roles);
    }
}
