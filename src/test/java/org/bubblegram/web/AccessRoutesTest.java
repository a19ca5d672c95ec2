package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Every route of the API's own description, called by everybody who must not. Routes to come are called too. */
@TestPropertySource(
        properties = {
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "bubblegram.security.metrics-key=" + AccessCalls.METRICS,
            "spring.datasource.url=jdbc:h2:mem:routes;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class AccessRoutesTest extends ServedApi {
    /** All that strangers may do. */
    private static final Set<String> OPEN = Set.of("POST /v1/session", "GET /v2/health/live", "GET /v2/health/ready");

    /** All that the role predict is for. */
    private static final Set<String> PREDICT = Set.of(
            "GET /v1/session",
            "DELETE /v1/session",
            "GET /v1/losses",
            "GET /v1/losses/{type}",
            "GET /v1/metrics",
            "GET /v1/models",
            "GET /v1/models/{name}",
            "GET /v1/models/{name}/versions",
            "GET /v1/models/{name}/versions/{version}",
            "GET /v1/models/{name}/versions/{version}/export",
            "POST /v1/models/{reference}/predictions",
            "GET /v2",
            "GET /v2/models/{name}",
            "GET /v2/models/{name}/ready",
            "GET /v2/models/{name}/versions/{version}",
            "GET /v2/models/{name}/versions/{version}/ready",
            "POST /v2/models/{name}/infer",
            "POST /v2/models/{name}/versions/{version}/infer");

    /** All that the role admin alone is for. */
    private static final Set<String> ADMIN = Set.of(
            "POST /v1/api-keys",
            "GET /v1/api-keys",
            "GET /v1/api-keys/{id}",
            "DELETE /v1/api-keys/{id}",
            "POST /v1/api-keys/{id}/rotate",
            "GET /v1/audit");

    private AccessCalls calls;

    /** @param operation its description */
    private record Route(String method, String path, JsonNode operation) {
        String name() {
            return method + " " + path;
        }

        /** With values in the place of variables. */
        String filled() {
            return path.replaceAll("\\{version}", "1").replaceAll("\\{[^}]+}", "none");
        }
    }

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    private List<Route> routes() throws Exception {
        HttpResponse<String> document = calls.get("/v3/api-docs", AccessCalls.FIRST);
        assertThat(document.statusCode()).isEqualTo(200);
        List<Route> routes = new ArrayList<>();
        Api.json(document)
                .path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) ->
                        routes.add(new Route(method.toUpperCase(Locale.ROOT), path, operation))));
        assertThat(routes).hasSizeGreaterThan(40);
        return routes;
    }

    @Test
    void everyRouteAsksStrangersForCredentials() throws Exception {
        for (Route route : routes()) {
            HttpResponse<String> answer = calls.send(route.method, route.filled(), null, "");
            if (OPEN.contains(route.name())) {
                assertThat(answer.statusCode()).as(route.name()).isNotIn(401, 403);
                continue;
            }
            assertThat(answer.statusCode()).as(route.name()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"bubblegram\"");
            assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
            JsonNode body = Api.json(answer);
            assertThat(body.path("code").asString()).isEqualTo("unauthenticated");
            assertThat(body.has("error")).as(route.name()).isEqualTo(route.path.startsWith("/v2"));
        }
    }

    @Test
    void everyRouteRefusesARoleThatIsTooSmallAndLetsTheOthersIn() throws Exception {
        String predict = calls.key("predict");
        String train = calls.key("train");
        for (Route route : routes()) {
            if (OPEN.contains(route.name()) || route.name().startsWith("DELETE /v1/session")) {
                continue;
            }
            boolean forAll = PREDICT.contains(route.name());
            boolean forAdmins = ADMIN.contains(route.name());
            assertAllowed(route, predict, forAll);
            assertAllowed(route, train, !forAdmins);
            assertAllowed(route, AccessCalls.FIRST, true);
        }
    }

    @Test
    void theRoleMetricsReadsMetersAndNothingElse() throws Exception {
        HttpResponse<String> meters = calls.get("/actuator/prometheus", AccessCalls.METRICS);
        assertThat(meters.statusCode()).isEqualTo(200);
        assertThat(meters.body()).contains("\nbubblegram_health{");
        for (Route route : routes()) {
            if (!OPEN.contains(route.name()) && !route.path.equals("/v1/session")) { // who it is itself
                assertAllowed(route, AccessCalls.METRICS, false);
            }
        }
        for (String path : List.of("/actuator", "/actuator/info", "/v3/api-docs", "/swagger-ui.html", "/v1", "/none")) {
            AccessCalls.assertRefused(calls.get(path, AccessCalls.METRICS), 403, "forbidden");
        }
        AccessCalls.assertRefused(
                calls.send("POST", "/v1/api-keys", AccessCalls.METRICS, "{\"name\": \"a\", \"roles\": [\"admin\"]}"),
                403,
                "forbidden");
        assertThat(Api.json(calls.get("/v1/session", AccessCalls.METRICS))
                        .at("/caller/roles")
                        .toString())
                .isEqualTo("[\"metrics\"]");
    }

    private void assertAllowed(Route route, String key, boolean allowed) throws Exception {
        HttpResponse<String> answer = calls.send(route.method, route.filled(), key, "");
        if (allowed) {
            assertThat(answer.statusCode()).as(route.name()).isNotIn(401, 403, 500);
        } else {
            AccessCalls.assertRefused(answer, 403, "forbidden");
            assertThat(answer.body()).as(route.name()).contains("this needs the role");
        }
    }

    @Test
    void theListsOfThisTestNameRoutesThatThereAre() throws Exception {
        List<String> names = routes().stream().map(Route::name).toList();
        assertThat(names).containsAll(OPEN).containsAll(PREDICT).containsAll(ADMIN);
    }

    @Test
    void theDescriptionSaysWhatEachRouteNeedsAndHowItRefuses() throws Exception {
        JsonNode document = Api.json(calls.get("/v3/api-docs", AccessCalls.FIRST));
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asString())
                .isEqualTo("bearer");
        assertThat(document.at("/components/securitySchemes/cookie/name").asString())
                .isEqualTo("bubblegram-session");
        assertThat(document.path("security").toString()).isEqualTo("[{\"bearer\":[]},{\"cookie\":[]}]");
        for (Route route : routes()) {
            JsonNode responses = route.operation.path("responses");
            if (OPEN.contains(route.name())) {
                assertThat(route.operation.path("security").toString())
                        .as(route.name())
                        .isEqualTo("[]");
                continue;
            }
            String type = route.path.startsWith("/v2") ? "application/json" : "application/problem+json";
            for (String status : List.of("401", "403", "429")) {
                assertThat(responses.path(status).path("content").propertyNames())
                        .as(route.name())
                        .containsExactly(type);
            }
            assertThat(responses.path("403").path("description").asString())
                    .as(route.name())
                    .contains(roleOf(route));
        }
    }

    private static String roleOf(Route route) {
        if (ADMIN.contains(route.name())) {
            return "admin";
        }
        if (!PREDICT.contains(route.name())) {
            return "train";
        }
        return route.path.equals("/v1/session") ? "caller" : "predict";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/env",
                "/v3/api-docs",
                "/v3/api-docs.yaml",
                "/v3/api-docs/swagger-config",
                "/swagger-ui.html",
                "/swagger-ui/index.html",
                "/v1",
                "/v1/nothing",
                "/nothing",
                "/error"
            })
    void whatNoDescriptionNamesAsksForCredentialsToo(String path) throws Exception {
        AccessCalls.assertRefused(calls.get(path, null), 401, "unauthenticated");
        assertThat(calls.get(path, calls.key("predict")).statusCode()).as(path).isNotIn(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void probesNeedNoCredentialsAndTellNothingMore(String path) throws Exception {
        HttpResponse<String> answer = calls.get(path, null);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("UP").doesNotContain("components", "details");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            HEAD, /v1/models/none/versions/1/export?format=onnx, 404
            HEAD, /v1/datasets,                                   403
            GET,  /v1/datasets,                                   403
            POST, /v1/models/none/evaluations,                    403
            POST, /v1/models,                                     403
            PUT,  /v1/models/none/aliases/production,             403
            GET,  /v1/models/../datasets,                         400
            GET,  /v1/models/%2e%2e/datasets,                     400
            GET,  /v1/models;/../datasets,                        400
            GET,  /v1//datasets,                                  400
            GET,  /v1/models/x%2F..%2Fdatasets,                   400
            GET,  /v1/datasets;x=1,                               400
            GET,  /v1/Datasets,                                   403
            GET,  /v1/datasets/,                                  403
            """)
    void noSpellingOfAPathGetsAroundARole(String method, String path, int status) throws Exception {
        assertThat(calls.send(method, path, calls.key("predict"), "").statusCode())
                .isEqualTo(status);
    }
}
