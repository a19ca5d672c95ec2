package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.bubblegram.jobs.SetClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Keys as their owners and admins see them, and the log of what was changed by them. */
@Import(SetTime.class)
@TestPropertySource(
        properties = {
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "bubblegram.security.rotation-grace=1h",
            "spring.datasource.url=jdbc:h2:mem:keys;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class ApiKeyApiTest extends ServedApi {
    private static final String MODELS = "/v1/models";

    @Autowired
    private SetClock clock;

    private AccessCalls calls;

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    private int status(String key) throws IOException, InterruptedException {
        return calls.get(MODELS, key).statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"name\": \"a\\u0000\"', name",
        "'\"name\": \"\\u001b\"', name",
        "'\"name\": \"a\\ud800\"', name",
        "'\"name\": \" \"', name",
        "'\"name\": \"a\", \"expiresAt\": \"soon\"', expiresAt",
        "'\"name\": \"a\", \"expiresAt\": \"+10000-01-01T00:00:00Z\"', expiresAt"
    })
    void whatNotEveryDatabaseKeepsIsRefusedByName(String fields, String field) throws Exception {
        HttpResponse<String> answer =
                calls.send("POST", "/v1/api-keys", AccessCalls.FIRST, "{" + fields + ", \"roles\": [\"predict\"]}");

        AccessCalls.assertRefused(answer, 400, "invalid_request");
        assertThat(Api.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aTimeOrARoleThatIsNoneIsNamedOnceWithWhatItMustBe() throws Exception {
        JsonNode problem = Api.json(calls.send(
                "POST",
                "/v1/api-keys",
                AccessCalls.FIRST,
                "{\"name\": \"a\", \"roles\": [\"root\"], \"expiresAt\": \"tomorrow\"}"));
        assertThat(problem.path("errors")).hasSize(2);
        assertThat(problem.path("errors").toString())
                .contains("roles[0]", "must be one of metrics, predict, train, admin", "must be a time such as");
    }

    @Test
    void theLastAdminKeyIsNotRevoked() throws Exception {
        HttpResponse<String> refused =
                calls.send("DELETE", "/v1/api-keys/" + AccessCalls.FIRST.split("_", -1)[1], AccessCalls.FIRST, "");

        AccessCalls.assertRefused(refused, 409, "last_admin_key");
        assertThat(status(AccessCalls.FIRST)).isEqualTo(200);
    }

    @Test
    void aKeyIsMadeShownOnceListedRotatedAndRevoked() throws Exception {
        JsonNode made = calls.made("{\"name\": \"camera 7\", \"roles\": [\"predict\"], \"tenant\": \"plant-2\"}");
        String id = made.at("/key/id").asString();
        String secret = made.path("secret").asString();
        assertThat(status(secret)).isEqualTo(200);
        JsonNode shown = Api.json(calls.get("/v1/api-keys/" + id, AccessCalls.FIRST));
        assertThat(shown.path("name").asString()).isEqualTo("camera 7");
        assertThat(shown.path("tenant").asString()).isEqualTo("plant-2");
        assertThat(shown.path("roles").toString()).isEqualTo("[\"predict\"]");
        assertThat(shown.path("lastUsedAt").asString())
                .isEqualTo(clock.instant().toString());
        assertThat(calls.get("/v1/api-keys?limit=200", AccessCalls.FIRST).body())
                .contains(id)
                .doesNotContain(secret)
                .doesNotContain("digest");

        JsonNode rotated = Api.json(calls.send("POST", "/v1/api-keys/" + id + "/rotate", AccessCalls.FIRST, ""));
        String renewed = rotated.path("secret").asString();
        assertThat(status(renewed)).isEqualTo(200);
        clock.pass(Duration.ofHours(1).minusSeconds(1));
        assertThat(status(secret)).as("within the grace").isEqualTo(200);
        clock.pass(Duration.ofSeconds(1));
        AccessCalls.assertRefused(calls.get(MODELS, secret), 401, "unauthenticated");

        assertThat(calls.send("DELETE", "/v1/api-keys/" + id, AccessCalls.FIRST, "")
                        .statusCode())
                .isEqualTo(204);
        AccessCalls.assertRefused(calls.get(MODELS, renewed), 401, "unauthenticated");
        AccessCalls.assertRefused(
                calls.send("POST", "/v1/api-keys/" + id + "/rotate", AccessCalls.FIRST, ""), 409, "api_key_revoked");
    }

    @Test
    void aKeyThatHasExpiredIsAnsweredLikeOneThatNeverWas() throws Exception {
        String key = calls.made("{\"name\": \"guest\", \"roles\": [\"predict\"], \"expiresAt\": \"%s\"}"
                        .formatted(clock.instant().plusSeconds(60)))
                .path("secret")
                .asString();
        assertThat(status(key)).isEqualTo(200);
        clock.pass(Duration.ofSeconds(60));
        HttpResponse<String> expired = calls.get(MODELS, key);
        HttpResponse<String> unknown = calls.get(MODELS, AccessCalls.FIRST.replace("bgk_0", "bgk_f"));
        AccessCalls.assertRefused(expired, 401, "unauthenticated");
        assertThat(expired.body()).isEqualTo(unknown.body());
        assertThat(expired.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"bubblegram\", error=\"invalid_token\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"roles": ["predict"]}                                                     | name
            {"name": "a"}                                                              | roles
            {"name": "a", "roles": []}                                                 | roles
            {"name": "a", "roles": ["root"]}                                           | roles
            {"name": " ", "roles": ["predict"]}                                        | name
            {"name": "a\\nb", "roles": ["predict"]}                                    | name
            {"name": "a", "roles": ["predict"], "tenant": "../x"}                      | tenant
            {"name": "a", "roles": ["predict"], "expiresAt": "2020-01-01T00:00:00Z"}   | expiresAt
            {"name": "a", "roles": ["predict"], "expiresAt": "soon"}                   | expiresAt
            {"name": "a", "roles": ["predict"], "requestsPerMinute": 0}                | requestsPerMinute
            {"name": "a", "roles": ["predict"], "maxBodyBytes": 0}                     | maxBodyBytes
            {"name": "a", "roles": ["predict"], "secret": "mine"}                      | secret
            """)
    void aKeyThatBreaksTheRulesSaysWhich(String request, String field) throws Exception {
        HttpResponse<String> answer = calls.send("POST", "/v1/api-keys", AccessCalls.FIRST, request);
        AccessCalls.assertRefused(answer, 400, "invalid_request");
        assertThat(Api.json(answer).at("/errors/0/field").asString()).startsWith(field);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToAskAgainInTheFormOfEachProtocol() throws Exception {
        String key = calls.made("{\"name\": \"hasty\", \"roles\": [\"predict\"], \"requestsPerMinute\": 2}")
                .path("secret")
                .asString();
        assertThat(status(key)).isEqualTo(200);
        assertThat(status(key)).isEqualTo(200);
        HttpResponse<String> refused = calls.get(MODELS, key);
        AccessCalls.assertRefused(refused, 429, "rate_limited");
        assertThat(refused.headers().firstValue("Retry-After")).contains("30");
        assertThat(Api.json(calls.get("/v2", key)).path("error").asString()).contains("2 times a minute");
        assertThat(status(AccessCalls.FIRST)).as("another caller").isEqualTo(200);
        clock.pass(Duration.ofSeconds(30));
        assertThat(status(key)).isEqualTo(200);
    }

    @Test
    void aKeyMayNotSendMoreThanItsShareWhetherItSaysHowMuchOrNot() throws Exception {
        String key = calls.made("{\"name\": \"small\", \"roles\": [\"train\"], \"maxBodyBytes\": 1000}")
                .path("secret")
                .asString();
        byte[] body = "x".repeat(1001).getBytes(StandardCharsets.UTF_8);
        for (var publisher : List.of(
                BodyPublishers.ofByteArray(body), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            AccessCalls.assertRefused(
                    api.send(api.request("/v1/models/none/predictions")
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "image/png")
                            .POST(publisher)),
                    413,
                    "too_large");
        }
        AccessCalls.assertRefused(
                api.send(api.request("/v1/datasets")
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))),
                411,
                "length_required");
        AccessCalls.assertRefused(
                calls.send("POST", "/v1/models/none/predictions", key, "{}"), 415, "unsupported_media_type");
    }

    @Test
    void changesAndAttemptsAreWrittenDownAndReadingIsNot() throws Exception {
        JsonNode made = calls.made("{\"name\": \"writer\", \"roles\": [\"train\"], \"tenant\": \"plant-3\"}");
        String key = made.path("secret").asString();
        calls.get(MODELS, key);
        calls.send("POST", "/v1/models/none/predictions", key, "");
        HttpResponse<String> deleted = calls.send("DELETE", "/v1/datasets/none", key, "");
        HttpResponse<String> refused = calls.send("DELETE", "/v1/api-keys/none", key, "");
        JsonNode entries =
                Api.json(calls.get("/v1/audit?limit=3", AccessCalls.FIRST)).path("items");
        JsonNode forbidden = entries.path(0);
        JsonNode missing = entries.path(1);
        JsonNode creation = entries.path(2);
        assertThat(forbidden.path("status").asInt()).isEqualTo(403);
        assertThat(forbidden.path("resource").asString()).isEqualTo("/v1/api-keys/none");
        assertThat(forbidden.path("requestId").asString())
                .isEqualTo(refused.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(missing.path("status").asInt()).isEqualTo(404);
        assertThat(missing.path("method").asString()).isEqualTo("DELETE");
        assertThat(missing.path("route").asString()).isEqualTo("/v1/datasets/{name}");
        assertThat(missing.path("caller").asString())
                .isEqualTo(made.at("/key/id").asString());
        assertThat(missing.path("callerName").asString()).isEqualTo("writer");
        assertThat(missing.path("tenant").asString()).isEqualTo("plant-3");
        assertThat(missing.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(missing.path("requestId").asString())
                .isEqualTo(deleted.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(creation.path("resource").asString())
                .isEqualTo("/v1/api-keys/" + made.at("/key/id").asString());
        assertThat(creation.toString()).doesNotContain(key);
    }

    @Test
    void theLogIsReadByPage() throws Exception {
        calls.key("predict");
        calls.key("predict");
        JsonNode first = Api.json(calls.get("/v1/audit?limit=1", AccessCalls.FIRST));
        String cursor = first.path("nextCursor").asString();
        JsonNode second = Api.json(calls.get("/v1/audit?limit=1&cursor=" + cursor, AccessCalls.FIRST));
        assertThat(second.at("/items/0/id").asLong())
                .isLessThan(first.at("/items/0/id").asLong());
        AccessCalls.assertRefused(calls.get("/v1/audit?cursor=x", AccessCalls.FIRST), 400, "invalid_request");
    }

    @Test
    void strangersLeaveNothingInTheLogThatTheyCouldFill() throws Exception {
        JsonNode before =
                Api.json(calls.get("/v1/audit?limit=1", AccessCalls.FIRST)).at("/items/0/id");
        calls.send("DELETE", "/v1/datasets/none", null, "");
        calls.send("DELETE", "/v1/datasets/none", "bgk_no", "");
        assertThat(Api.json(calls.get("/v1/audit?limit=1", AccessCalls.FIRST)).at("/items/0/id"))
                .isEqualTo(before);
    }
}
