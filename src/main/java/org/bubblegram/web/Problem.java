package org.bubblegram.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Makes problem+json (RFC 9457) with a stable {@code code}. */
final class Problem {
    private Problem() {}

    static ProblemDetail of(HttpStatusCode status, String code, @Nullable String detail, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create("urn:bubblegram:problem:" + code));
        problem.setTitle(title(code));
        problem.setDetail(detail);
        problem.setInstance(instance(request.getRequestURI()));
        problem.setProperty("code", code);
        return problem;
    }

    /** What HTTP itself says, where there is nothing more to say. */
    static String code(HttpStatusCode status) {
        HttpStatus known = HttpStatus.resolve(status.value());
        if (known == null) {
            return status.is5xxServerError() ? "internal_error" : "invalid_request";
        }
        return switch (known) {
            case BAD_REQUEST -> "invalid_request";
            case CONTENT_TOO_LARGE -> "too_large";
            case INTERNAL_SERVER_ERROR -> "internal_error";
            default -> known.name().toLowerCase(Locale.ROOT);
        };
    }

    static String title(String code) {
        return code.substring(0, 1).toUpperCase(Locale.ROOT) + code.substring(1).replace('_', ' ');
    }

    private static @Nullable URI instance(String path) {
        try {
            return URI.create(path);
        } catch (IllegalArgumentException e) {
            return null; // a path with characters no URI may hold
        }
    }
}
