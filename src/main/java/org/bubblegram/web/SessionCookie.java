package org.bubblegram.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.bubblegram.access.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.web.util.WebUtils;

/** The cookie of a page that is signed in. */
final class SessionCookie {
    static final String NAME = "bubblegram-session";
    static final String CSRF_HEADER = "X-CSRF-Token";

    private SessionCookie() {}

    /** Null without cookie, and where other credentials are given: those count. */
    static @Nullable String of(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, NAME);
        return cookie == null || request.getHeader(HttpHeaders.AUTHORIZATION) != null ? null : cookie.getValue();
    }

    /** Unreadable for scripts, never sent from other sites, and over TLS alone if it came so. */
    static String set(HttpServletRequest request, String session, Duration age) {
        return ResponseCookie.from(NAME, session)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(request.isSecure())
                .path("/")
                .maxAge(age)
                .build()
                .toString();
    }

    static String removed(HttpServletRequest request) {
        return set(request, "", Duration.ZERO);
    }

    /** Whether a page of another site could have made a browser send this. */
    static boolean needsCsrfToken(HttpServletRequest request) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        boolean reads =
                method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
        return !reads && of(request) != null;
    }

    static CsrfToken csrfToken(String session) {
        return new DefaultCsrfToken(CSRF_HEADER, "_csrf", Sessions.csrfToken(session));
    }
}
