package org.bubblegram.web;

import org.bubblegram.access.Role;
import org.jspecify.annotations.Nullable;

/** What a route asks of its callers. */
enum Need {
    NOTHING(null),
    /** To be somebody, with whatever role. */
    CREDENTIALS(null),
    PREDICT(Role.PREDICT),
    TRAIN(Role.TRAIN),
    ADMIN(Role.ADMIN);

    private final @Nullable Role role;

    Need(@Nullable Role role) {
        this.role = role;
    }

    /** Null where none is needed. */
    @Nullable
    Role role() {
        return role;
    }
}
