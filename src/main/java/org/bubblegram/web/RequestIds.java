package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives each request an id, the caller's own where it sent a sensible one, and puts it on answer and log lines. */
@Order(Ordered.HIGHEST_PRECEDENCE) // refusals of the filters behind it have an id too
final class RequestIds extends OncePerRequestFilter {
    static final String HEADER = "X-Request-Id";
    static final String LOG_KEY = "requestId";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** To the answer to a request that this filter has not seen, for the container refuses it. */
    static void addMissing(HttpServletRequest request, HttpServletResponse response) {
        if (response.getHeader(HEADER) == null) {
            response.setHeader(HEADER, of(request));
        }
    }

    private static String of(HttpServletRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && SENSIBLE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = of(request);
        response.setHeader(HEADER, id);
        MDC.put(LOG_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LOG_KEY);
        }
    }
}
