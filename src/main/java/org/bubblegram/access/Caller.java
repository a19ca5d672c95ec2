package org.bubblegram.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who calls.
 *
 * @param id of the key, or {@code jwt:} and the token's subject; at most 255 characters
 * @param name for people; at most 255 characters
 * @param tenant whom the caller works for, {@value #DEFAULT_TENANT} where nobody said; at most 64 characters
 * @param roles those included in others too
 */
public record Caller(String id, String name, String tenant, Set<Role> roles) {
    public static final String DEFAULT_TENANT = "default";

    /** Whoever calls a service that is open to its own machine. */
    public static final Caller LOCAL = new Caller("local", "local", DEFAULT_TENANT, EnumSet.of(Role.ADMIN));

    public Caller {
        roles = Role.including(roles);
    }
}
