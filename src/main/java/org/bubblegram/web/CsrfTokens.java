package org.bubblegram.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;

/** Tokens that follow from the session, so that nothing has to be stored. */
final class CsrfTokens implements CsrfTokenRepository {
    /** Tokens come as a header alone: to look for a parameter would read a whole upload first. */
    static final class FromHeader extends CsrfTokenRequestAttributeHandler {
        @Override
        public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
            return request.getHeader(token.getHeaderName());
        }
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        String session = SessionCookie.of(request);
        return session == null ? null : SessionCookie.csrfToken(session);
    }

    /** For a request without session, which needs none. */
    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return SessionCookie.csrfToken(UUID.randomUUID().toString());
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        // the session holds it
    }
}
