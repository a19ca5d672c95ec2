package org.bubblegram.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;

/** Answers requests that Tomcat refuses by itself, such as broken paths, as problem+json instead of HTML. */
public final class TomcatProblems extends ErrorReportValve { // public: Tomcat makes it from its name
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String code = Problem.code(HttpStatusCode.valueOf(status));
        boolean inference = OpenInference.covers(String.valueOf(request.getRequestURI()));
        String json = inference
                ? "{\"error\":\"%s\",\"code\":\"%s\"}".formatted(Problem.title(code), code)
                : "{\"type\":\"urn:bubblegram:problem:%s\",\"title\":\"%s\",\"status\":%d,\"code\":\"%s\"}"
                        .formatted(code, Problem.title(code), status, code);
        try {
            RequestIds.addMissing(request, response);
            SecurityHeaders.addMissing(response);
            response.setContentType(inference ? "application/json" : "application/problem+json");
            response.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("the caller has gone", e);
        }
    }
}
