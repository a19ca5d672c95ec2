package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.bubblegram.access.ApiKey;
import org.bubblegram.access.ApiKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Finds out who calls, by API key or cookie. Whoever it cannot tell goes on as nobody, and gets where nobody may. */
final class Credentials extends OncePerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final String KEY = "bgk_";

    private final ApiKeys keys;
    private final HandlerExceptionResolver problems;

    Credentials(ApiKeys keys, HandlerExceptionResolver problems) {
        this.keys = keys;
        this.problems = problems;
    }

    /** What stands after {@code Bearer}; null if nothing does. */
    static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }

    /** Whether a text is meant as an API key. */
    static boolean isKey(String bearer) {
        return bearer.startsWith(KEY);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            if (!CallerAuthentication.known()) { // by a token
                key(request).ifPresent(Credentials::remember);
            }
        } catch (DataAccessException e) { // nobody is let in unseen
            problems.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private Optional<ApiKey> key(HttpServletRequest request) {
        String bearer = bearer(request);
        if (bearer != null) {
            return keys.authenticate(bearer);
        }
        return Optional.ofNullable(SessionCookie.of(request)).flatMap(keys::signedIn);
    }

    /** From now on the request is this key's. */
    static void remember(ApiKey key) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(CallerAuthentication.of(key));
        SecurityContextHolder.setContext(context);
    }
}
