package org.bubblegram.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a caller may do; each includes those before it, but {@link #METRICS} stands alone. */
public enum Role {
    /** Reading meters, and nothing else: for whoever watches the service. */
    METRICS,
    /** Predictions, and reading models. */
    PREDICT,
    /** Data sets, jobs, evaluations, comparisons, and changing models. */
    TRAIN,
    /** Keys and the audit log. */
    ADMIN;

    /** As JSON and the database write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty if no role is called so. */
    public static Optional<Role> ofKey(String key) {
        return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
    }

    /** The roles and those that they include. */
    public static Set<Role> including(Collection<Role> roles) {
        EnumSet<Role> all = EnumSet.noneOf(Role.class);
        roles.forEach(role -> all.addAll(role == METRICS ? EnumSet.of(METRICS) : EnumSet.range(PREDICT, role)));
        return Collections.unmodifiableSet(all);
    }
}
