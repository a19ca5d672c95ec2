package org.bubblegram.web;

import java.util.Locale;
import java.util.stream.Collectors;
import org.bubblegram.access.Caller;
import org.bubblegram.access.Role;

/** Who asks is known, and may not. */
final class Forbidden extends RuntimeException {
    Forbidden(Caller caller, Need need) {
        super("this needs the role " + need.name().toLowerCase(Locale.ROOT) + "; " + caller.name() + " has "
                + (caller.roles().isEmpty()
                        ? "none"
                        : caller.roles().stream().map(Role::key).collect(Collectors.joining(", "))));
    }
}
