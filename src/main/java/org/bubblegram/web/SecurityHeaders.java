package org.bubblegram.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** What browsers shall not do with answers. Spring Security adds {@code nosniff}, and HSTS where the request came by TLS. */
final class SecurityHeaders {
    /** Of our own page: everything comes from here, and no text becomes markup. */
    private static final String OWN_PAGE =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
                    + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";

    /** Scripts come from here alone; Swagger UI sets styles from its scripts and has small images in its sheets. */
    private static final String PAGES =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
                    + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** An answer of the API that somebody opens as a page runs and loads nothing; an SVG may have its styles. */
    private static final String ANSWERS =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Of answers that no filter sees. */
    private static final Map<String, String> UNFILTERED = Map.of(
            "Content-Security-Policy", ANSWERS,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store");

    private SecurityHeaders() {}

    /** To an answer that no filter of Spring Security adds them to. */
    static void addMissing(HttpServletResponse response) {
        UNFILTERED.forEach((name, value) -> {
            if (response.getHeader(name) == null) {
                response.setHeader(name, value);
            }
        });
    }

    static void add(HeadersConfigurer<HttpSecurity> headers) {
        RequestMatcher answers = new OrRequestMatcher(path("/v1/**"), path("/v2/**"), path("/actuator/**"));
        RequestMatcher page = new OrRequestMatcher(
                WebPage.PATHS.stream().map(SecurityHeaders::path).toList());
        headers.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .addHeaderWriter(policy(answers, ANSWERS))
                .addHeaderWriter(policy(page, OWN_PAGE))
                .addHeaderWriter(policy(new NegatedRequestMatcher(new OrRequestMatcher(answers, page)), PAGES));
    }

    private static HeaderWriter policy(RequestMatcher requests, String directives) {
        return new DelegatingRequestMatcherHeaderWriter(requests, new ContentSecurityPolicyHeaderWriter(directives));
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.withDefaults().matcher(pattern);
    }
}
