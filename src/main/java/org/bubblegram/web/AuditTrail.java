package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.bubblegram.access.AuditLog;
import org.bubblegram.access.Caller;
import org.bubblegram.access.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Writes down every change that a known caller made or tried to make, once it is answered. Predictions change nothing.
 * Callers that nobody knows, and those that ask too often, leave a line in the log of the process: they could fill the
 * database.
 */
final class AuditTrail extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final AuditLog log;

    AuditTrail(AuditLog log) {
        this.log = log;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        return READING.contains(method) || Routes.need(method, request.getRequestURI()) == Need.PREDICT;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        int status = HttpStatus.INTERNAL_SERVER_ERROR.value(); // if it fails where nobody answers for it
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } finally {
            write(request, response, status);
        }
    }

    private void write(HttpServletRequest request, HttpServletResponse response, int status) {
        Caller caller = CallerAuthentication.current();
        if (caller == null || status == HttpStatus.TOO_MANY_REQUESTS.value()) {
            LOG.info(
                    "{} to {} {} from {}",
                    status,
                    request.getMethod(),
                    request.getRequestURI(),
                    request.getRemoteAddr());
            return;
        }
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String made = response.getHeader(HttpHeaders.LOCATION);
        Change change = new Change(
                caller,
                request.getMethod(),
                route == null ? null : route.toString(),
                made == null ? request.getRequestURI() : made,
                status,
                request.getRemoteAddr(),
                String.valueOf(response.getHeader(RequestIds.HEADER)));
        try {
            log.add(change);
        } catch (DataAccessException e) {
            // it is done and answered; this line is what remains
            Throwable bug = Outage.behind(e).isPresent() ? null : e;
            LOG.error("not written to the audit log: {}: {}", change, e.toString(), bug);
        }
    }
}
