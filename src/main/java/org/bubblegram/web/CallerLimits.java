package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.bubblegram.access.AccessSettings;
import org.bubblegram.access.RateLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Holds each caller to how often it may ask, and how much it may send. */
final class CallerLimits extends OncePerRequestFilter {
    private final RateLimits rates;
    private final AccessSettings settings;
    private final HandlerExceptionResolver problems;

    CallerLimits(RateLimits rates, AccessSettings settings, HandlerExceptionResolver problems) {
        this.rates = rates;
        this.settings = settings;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication caller)) {
            chain.doFilter(request, response);
            return;
        }
        Integer own = caller.limits().requestsPerMinute();
        int perMinute = own == null ? settings.requestsPerMinute() : own;
        Optional<Duration> wait = rates.take(caller.getName(), perMinute);
        RuntimeException refusal = wait.isPresent() ? new RateLimited(perMinute, wait.get()) : refusal(request, caller);
        if (refusal != null) {
            problems.resolveException(request, response, null, refusal);
            return;
        }
        Long most = maxBody(caller);
        chain.doFilter(most == null ? request : new LimitedBody(request, most), response);
    }

    private @Nullable Long maxBody(CallerAuthentication caller) {
        Long own = caller.limits().maxBodyBytes();
        DataSize configured = settings.maxBody();
        return own != null || configured == null ? own : Long.valueOf(configured.toBytes());
    }

    /** Null if there is nothing to refuse. */
    private @Nullable RuntimeException refusal(HttpServletRequest request, CallerAuthentication caller) {
        Long most = maxBody(caller);
        if (most == null) {
            return null;
        }
        if (request.getContentLengthLong() > most) {
            return LimitedBody.tooLarge(most);
        }
        // the container reads the parts of an upload itself, past any count
        return request.getContentLengthLong() < 0 && isMultipart(request) ? new LengthRequired() : null;
    }

    private static boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
