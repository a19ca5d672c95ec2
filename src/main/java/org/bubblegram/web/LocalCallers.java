package org.bubblegram.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Where no credentials are asked for, a browser on this machine must not carry the wishes of foreign pages to the service.
 */
final class LocalCallers extends OncePerRequestFilter {
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

    private final HandlerExceptionResolver problems;
    private final SecurityMode mode;

    LocalCallers(HandlerExceptionResolver problems, SecurityMode mode) {
        this.problems = problems;
        this.mode = mode;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return mode.on();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String origin = request.getHeader("Origin");
        String host = request.getServerName().toLowerCase(Locale.ROOT);
        if (!LOOPBACK.matcher(host).matches()) {
            problems.resolveException(request, response, null, new HostNotAllowed(host));
        } else if (origin != null && !own(origin, host, request.getServerPort())) {
            problems.resolveException(request, response, null, new OriginNotAllowed(origin));
        } else {
            chain.doFilter(request, response);
        }
    }

    /**
     * Whether a page of an origin came from where the request went. The scheme is not compared: a proxy may have ended TLS
     * before this service.
     */
    static boolean own(String origin, HttpServletRequest request) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(request.getHeader("Host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean own(String origin, String host, int port) {
        try {
            URI uri = URI.create(origin);
            int given = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
            return host.equalsIgnoreCase(uri.getHost()) && given == port;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
