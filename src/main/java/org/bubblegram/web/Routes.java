package org.bubblegram.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** What each route needs: the one table that the filter chain, the API's description and the audit log go by. */
final class Routes {
    /**
     * @param method null: any
     * @param pattern as Spring writes paths
     */
    record Rule(@Nullable HttpMethod method, String pattern, Need need) {
        boolean covers(HttpMethod asked, PathContainer path) {
            return (method == null || method.equals(asked)) && parsed().matches(path);
        }

        private PathPattern parsed() {
            return PathPatternParser.defaultInstance.parse(pattern);
        }
    }

    private static final String SESSION = "/v1/session";

    /** The first that covers a request counts; what none covers is the business of those who may predict. */
    static final List<Rule> RULES = List.of(
            new Rule(null, "/v2/health/**", Need.NOTHING),
            new Rule(null, "/actuator/health/**", Need.NOTHING),
            new Rule(HttpMethod.POST, SESSION, Need.NOTHING),
            new Rule(HttpMethod.GET, "/", Need.NOTHING),
            new Rule(HttpMethod.HEAD, "/", Need.NOTHING),
            new Rule(HttpMethod.GET, "/index.html", Need.NOTHING),
            new Rule(HttpMethod.HEAD, "/index.html", Need.NOTHING),
            new Rule(HttpMethod.GET, "/favicon.ico", Need.NOTHING),
            new Rule(HttpMethod.GET, "/assets/**", Need.NOTHING),
            new Rule(HttpMethod.HEAD, "/assets/**", Need.NOTHING),
            new Rule(null, SESSION, Need.CREDENTIALS),
            new Rule(null, "/actuator/prometheus", Need.CREDENTIALS),
            new Rule(null, "/actuator/info", Need.PREDICT),
            new Rule(null, "/actuator/**", Need.ADMIN),
            new Rule(null, "/v1/api-keys/**", Need.ADMIN),
            new Rule(null, "/v1/audit/**", Need.ADMIN),
            new Rule(null, "/v2/**", Need.PREDICT),
            new Rule(HttpMethod.POST, "/v1/models/*/predictions", Need.PREDICT),
            new Rule(HttpMethod.GET, "/v1/models/**", Need.PREDICT),
            new Rule(HttpMethod.HEAD, "/v1/models/**", Need.PREDICT),
            new Rule(HttpMethod.GET, "/v1/losses/**", Need.PREDICT),
            new Rule(HttpMethod.GET, "/v1/metrics/**", Need.PREDICT),
            new Rule(null, "/v1/**", Need.TRAIN));

    private Routes() {}

    /** @param path of a request, or with its variables in braces */
    static Need need(HttpMethod method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return RULES.stream()
                .filter(rule -> rule.covers(method, parsed))
                .map(Rule::need)
                .findFirst()
                .orElse(Need.PREDICT);
    }
}
