package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service as its callers see it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "bubblegram.images.max-bytes=1MB",
            "spring.datasource.url=jdbc:h2:mem:api;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class ApiTest {
    @TempDir
    private static Path home;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", () -> home.toString());
    }

    private static final String RENDERED =
            "{\"name\": \"%s\", \"render\": {\"images\": 6, \"width\": 64, \"height\": 64}}";

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> post(String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private String rendered() throws IOException, InterruptedException {
        String name = "dots-" + UUID.randomUUID();
        HttpResponse<String> created = post("/v1/datasets", RENDERED.formatted(name));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/v1/datasets/" + name);
        return name;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,    /v1/nothing,                                                404, not_found
            PUT,    /v1/datasets,                                               405, method_not_allowed
            GET,    /v1/datasets/none,                                          404, dataset_not_found
            DELETE, /v1/datasets/none,                                          404, dataset_not_found
            GET,    /v1/datasets/none/samples,                                  404, dataset_not_found
            GET,    /v1/datasets/none/samples/0/image,                          404, dataset_not_found
            GET,    /v1/datasets?limit=0,                                       400, invalid_request
            GET,    /v1/datasets?limit=201,                                     400, invalid_request
            GET,    /v1/datasets?cursor=abc,                                    400, invalid_request
            GET,    /v1/training-jobs/x,                                        400, invalid_request
            GET,    /v1/training-jobs?state=asleep,                             400, invalid_request
            GET,    /v1/training-jobs/00000000-0000-0000-0000-000000000000,     404, job_not_found
            GET,    /v1/training-jobs/00000000-0000-0000-0000-000000000000/events, 404, job_not_found
            GET,    /v1/training-jobs/00000000-0000-0000-0000-000000000000/metrics, 404, job_not_found
            POST,   /v1/training-jobs/00000000-0000-0000-0000-000000000000/cancel, 404, job_not_found
            GET,    /v1/models/none,                                            404, model_not_found
            GET,    /v1/models/none/versions/1,                                 404, model_not_found
            GET,    /v1/models/none/versions/0,                                 400, invalid_request
            DELETE, /v1/models/none/versions/1,                                 404, model_not_found
            DELETE, /v1/models/none/aliases/production,                         404, model_not_found
            GET,    /v1/datasets?limits=3,                                      400, invalid_request
            GET,    /v1/mod%2Fels,                                              400, invalid_request
            GET,    /v1/datasets/%00,                                           400, invalid_request
            """)
    void aRequestThatFailsSaysWhy(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> response = send(request(path).method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(response).path("code").asString()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{\"name\":",
                "\u0000",
                "{\"name\":{}}",
                "{\"name\":\"a\",\"render\":[]}",
                "{\"name\":\"a\",\"render\":{\"bins\":[null]}}",
                "{\"name\":\"a\",\"bins\":[\"\"],\"render\":{}}",
                "{\"name\":\"a\",\"render\":{\"bins\":[\"wide\"]}}",
                "{\"name\":\"a\",\"render\":{\"bins\":[]}}",
                "{\"name\":\"A B\",\"render\":{}}",
                "{\"name\":\"a\",\"source\":\"\\u0000\"}",
                "{\"name\":\"a\",\"source\":\"../..\"}",
                "{\"dataset\":\"none\",\"model\":\"m\",\"epochs\":-1}",
                "{\"dataset\":\"none\",\"model\":\"m\"}"
            })
    void noBodyIsAnInternalError(String body) throws Exception {
        for (String path : List.of("/v1/datasets", "/v1/training-jobs")) {
            HttpResponse<String> response = post(path, body);
            if (response.statusCode() != 201) {
                assertThat(response.statusCode())
                        .as(path + " " + body + " " + response.body())
                        .isBetween(400, 499);
                assertThat(json(response).path("code").asString()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /v1/models/none/predictions, text/plain,                     415
            /v1/models/none/predictions, image/png,                      404
            /v1/models/No/predictions,   image/png,                      400
            /v1/models/none/predictions, multipart/form-data,            400
            /v1/models/none/predictions, multipart/form-data; boundary=x, 400
            /v1/datasets,                multipart/form-data; boundary=x, 400
            /v1/datasets,                text/plain,                     415
            """)
    void bodiesOfOtherKindsAreRefusedToo(String path, String type, int status) throws Exception {
        HttpResponse<String> response =
                send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString("nonsense")));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(json(response).path("code").asString()).isNotEmpty();
    }

    @Test
    void aSecondCreateWithTheSameKeyGetsTheSameAnswer() throws Exception {
        String body = RENDERED.formatted("twice");
        HttpResponse<String> first = post("/v1/datasets", body, "Idempotency-Key", "key-1");
        HttpResponse<String> second = post("/v1/datasets", body, "Idempotency-Key", "key-1");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(json(second).path("id")).isEqualTo(json(first).path("id"));
        HttpResponse<String> other = post("/v1/datasets", RENDERED.formatted("thrice"), "Idempotency-Key", "key-1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).path("code").asString()).isEqualTo("idempotency_key_reused");
        HttpResponse<String> unkeyed = post("/v1/datasets", body);
        assertThat(unkeyed.statusCode()).isEqualTo(409);
        assertThat(json(unkeyed).path("code").asString()).isEqualTo("dataset_exists");
    }

    @Test
    void aDatasetIsListedPagedShownAndDeleted() throws Exception {
        String name = rendered();
        assertThat(get("/v1/datasets?limit=200").body()).contains("\"" + name + "\"");
        JsonNode first = json(get("/v1/datasets/" + name + "/samples?limit=2"));
        assertThat(first.path("items").size()).isEqualTo(2);
        String cursor = first.path("nextCursor").asString();
        JsonNode rest = json(get("/v1/datasets/" + name + "/samples?cursor=" + cursor));
        assertThat(rest.path("items").path(0).path("id").asInt()).isEqualTo(2);
        assertThat(rest.has("nextCursor")).isFalse();

        HttpResponse<String> thumbnail = get("/v1/datasets/" + name + "/samples/0/image?width=32");
        assertThat(thumbnail.statusCode()).isEqualTo(200);
        assertThat(thumbnail.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(get("/v1/datasets/" + name + "/samples/99/image").statusCode())
                .isEqualTo(404);

        assertThat(send(request("/v1/datasets/" + name).DELETE()).statusCode()).isEqualTo(204);
        assertThat(get("/v1/datasets/" + name).statusCode()).isEqualTo(404);
    }

    @Test
    void aDryRunKeepsNothing() throws Exception {
        HttpResponse<String> checked = post("/v1/datasets?dryRun=true", RENDERED.formatted("dry"));
        assertThat(checked.statusCode()).as(checked.body()).isEqualTo(200);
        assertThat(json(checked).path("findings").isArray()).isTrue();
        assertThat(get("/v1/datasets/dry").statusCode()).isEqualTo(404);
    }

    @Test
    void theOperatorsLimitHoldsForASingleImage() throws Exception {
        HttpResponse<String> answer = send(request("/v1/models/none/predictions")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
    }

    @Test
    void aParameterThatNobodyReadsIsNamedAndNothingIsDone() throws Exception {
        HttpResponse<String> answer = post("/v1/datasets?dryrun=true&x=1", RENDERED.formatted("mistyped"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer)
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString()))
                .containsExactly("dryrun", "x");
        assertThat(get("/v1/datasets/mistyped").statusCode()).isEqualTo(404);
        HttpResponse<String> upload = send(request("/v1/datasets")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofString("""
                        --x
                        Content-Disposition: form-data; name="zip"; filename="a"

                        a
                        --x
                        Content-Disposition: form-data; name="bin"

                        b
                        --x--
                        """.replace("\n", "\r\n"))));
        assertThat(json(upload)
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString()))
                .containsExactly("bin", "zip");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            localhost,    http://evil.example,    403, origin_not_allowed
            localhost,    null,                   403, origin_not_allowed
            localhost,    http://localhost:1,     403, origin_not_allowed
            evil.example, ,                       403, host_not_allowed
            localhost,    http://localhost:PORT,  200,
            [::1],        http://[::1]:PORT,      200,
            127.0.0.1,    ,                       200,
            """)
    void foreignPagesAreNotAnswered(String host, @Nullable String origin, int status, @Nullable String code)
            throws Exception {
        String from = origin == null ? "" : "Origin: " + origin.replace("PORT", String.valueOf(port)) + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET /v1/models HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n" + from
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status).contains(code == null ? "" : "\"" + code + "\"");
        }
    }

    @Test
    void eachAnswerCarriesTheRequestsId() throws Exception {
        assertThat(send(request("/v1/models").header("X-Request-Id", "mine-7"))
                        .headers()
                        .firstValue("X-Request-Id"))
                .contains("mine-7");
        assertThat(send(request("/v1/models").header("X-Request-Id", "no spaces"))
                        .headers()
                        .firstValue("X-Request-Id")
                        .orElse(""))
                .hasSize(36);
    }

    @Test
    void kubernetesLearnsThatItIsReady() throws Exception {
        assertThat(get("/actuator/health/liveness").body()).contains("UP");
        assertThat(get("/actuator/health/readiness").body()).contains("UP");
    }
}
