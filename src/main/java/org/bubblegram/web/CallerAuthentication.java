package org.bubblegram.web;

import java.util.Collection;
import java.util.stream.Collectors;
import org.bubblegram.access.Allowance;
import org.bubblegram.access.ApiKey;
import org.bubblegram.access.Caller;
import org.bubblegram.access.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/** A caller who proved who it is, in Spring Security's words. Controllers get it as {@code @AuthenticationPrincipal}. */
final class CallerAuthentication extends AbstractAuthenticationToken {
    private final transient Caller caller;
    private final transient Allowance limits;

    CallerAuthentication(Caller caller, Allowance limits) {
        super(authorities(caller));
        this.caller = caller;
        this.limits = limits;
        setAuthenticated(true);
    }

    static CallerAuthentication of(ApiKey key) {
        return new CallerAuthentication(key.caller(), key.limits());
    }

    private static Collection<GrantedAuthority> authorities(Caller caller) {
        return caller.roles().stream()
                .map(CallerAuthentication::authority)
                .map(SimpleGrantedAuthority::new)
                .collect(Collectors.toUnmodifiableList());
    }

    /** What a role is called there. */
    static String authority(Role role) {
        return "ROLE_" + role.name();
    }

    /** Who makes the current request; null if nobody has said. */
    static @Nullable Caller current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller ? caller : null;
    }

    /** Whether somebody has said. */
    static boolean known() {
        return current() != null;
    }

    Allowance limits() {
        return limits;
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null; // nobody needs them any more
    }

    @Override
    public String getName() {
        return caller.id();
    }
}
