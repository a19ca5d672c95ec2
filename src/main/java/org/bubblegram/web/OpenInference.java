package org.bubblegram.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bubblegram.web.ProblemHandler.Flaw;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/**
 * Errors below {@code /v2} as the Open Inference Protocol wants them, {@code {"error": "..."}}, with our stable code
 * besides. What is an error, and with which status, {@link ProblemHandler} alone decides.
 */
@RestControllerAdvice
final class OpenInference implements ResponseBodyAdvice<Object> {
    static final String TAG = "Open Inference Protocol";
    static final String DESCRIPTION = "Version 2 of the protocol of KServe and Triton, with binary tensors.";

    private static final String PATH = "/v2";

    /** Whether a path is the protocol's. */
    static boolean covers(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return true;
    }

    @Override
    @SuppressWarnings("checkstyle:ParameterNumber") // Spring's
    public @Nullable Object beforeBodyWrite(
            @Nullable Object body,
            MethodParameter returned,
            MediaType type,
            Class<? extends HttpMessageConverter<?>> converter,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        if (body instanceof ProblemDetail problem
                && request instanceof ServletServerHttpRequest servlet
                && covers(path(servlet.getServletRequest()))) {
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            return error(problem);
        }
        return body;
    }

    private static String path(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed == null ? request.getRequestURI() : failed.toString();
    }

    private static Map<String, Object> error(ProblemDetail problem) {
        Map<String, Object> properties = problem.getProperties() == null ? Map.of() : problem.getProperties();
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("error", text(problem, properties.get("errors")));
        error.put("code", String.valueOf(properties.get("code")));
        return error;
    }

    private static String text(ProblemDetail problem, @Nullable Object flaws) {
        if (flaws instanceof List<?> list) {
            return list.stream()
                    .filter(Flaw.class::isInstance)
                    .map(Flaw.class::cast)
                    .map(flaw -> flaw.field() + ": " + flaw.message())
                    .collect(Collectors.joining("; "));
        }
        return problem.getDetail() == null ? String.valueOf(problem.getTitle()) : problem.getDetail();
    }
}
