package org.bubblegram.jobs;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What this process does; processes of different roles share the database and the blob store, and nothing else.
 *
 * @param roles both where absent or empty
 */
@ConfigurationProperties("bubblegram")
public record Roles(Set<Role> roles) {
    public Roles(@Nullable Set<Role> roles) {
        this.roles = roles == null || roles.isEmpty() ? Set.of(Role.values()) : Set.copyOf(roles);
    }

    /** Whether it answers requests. */
    public boolean api() {
        return roles.contains(Role.API);
    }

    /** Whether it works on jobs. */
    public boolean worker() {
        return roles.contains(Role.WORKER);
    }
}
