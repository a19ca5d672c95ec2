package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.bubblegram.jobs.Roles;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Of a process that does not answer requests only health and meters are seen. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1) // behind the one that gives requests their ids
final class WorkerGate extends OncePerRequestFilter {
    private final Roles roles;
    private final HandlerExceptionResolver problems;

    WorkerGate(Roles roles, HandlerExceptionResolver problems) {
        this.roles = roles;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getServletPath();
        return roles.api() || path.startsWith("/actuator/") || path.startsWith("/v2/health/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityHeaders.addMissing(response);
        problems.resolveException(request, response, null, new NotServedHere());
    }
}
