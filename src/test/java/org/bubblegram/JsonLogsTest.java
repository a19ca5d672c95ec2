package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a process prints that logs as JSON: from its start to its end one object a line, whatever its callers send. */
class JsonLogsTest {
    private static final String KEY = "bgk_" + "01234567".repeat(2) + "_" + "89abcdef".repeat(8);
    private static final String FORGED = "\",\"requestId\":\"forged\",\"log\":{\"level\":\"FATAL\"},\"x\":\"";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static List<JsonNode> lines = List.of();
    private static String job = "";

    @BeforeAll
    static void run(@TempDir Path home) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(
                home,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.security.bootstrap-key=" + KEY,
                "--logging.structured.format.console=ecs")) {
            Api api = service.api();
            call(api, "/v1/datasets", "first", """
                    {"name": "small", "render": {"images": 12, "seed": 5, "width": 64, "height": 64}}""");
            FileSystemUtils.deleteRecursively(home.resolve("blobs").resolve("datasets"));
            assertThat(api.send(api.request("/v1/datasets/small/samples/0/image")
                                    .header("Authorization", "Bearer " + KEY)
                                    .header("X-Request-Id", "picture"))
                            .statusCode())
                    .isEqualTo(500);
            job = call(api, "/v1/training-jobs", "training", """
                    {"dataset": "small", "model": "froth", "input": {"size": 32}, "epochs": 1}""").path("id").asString();
            sendHostile(service);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> service.log().contains("failed: storage_failed"));
            assertThat(service.terminate()).isEqualTo(143);
            lines = service.log().lines().map(JsonLogsTest::parsed).toList();
        }
    }

    private static JsonNode call(Api api, String path, String id, String json) throws Exception {
        return Api.json(api.send(api.request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .header("X-Request-Id", id)
                .POST(BodyPublishers.ofString(json))));
    }

    /** Refusals of callers that nobody knows leave a line, and the first request that is none does. */
    private static void sendHostile(ServiceProcess service) throws IOException {
        List<String> requests = new ArrayList<>();
        for (String header : List.of("X-Request-Id", "User-Agent", "X-Forwarded-For", "traceparent", "Authorization")) {
            requests.add("POST /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + ": " + FORGED + "\r\n");
            requests.add("POST /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + ": a\r\n {\"forged\":1}\r\n");
            requests.add("POST /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + ": a\n{\"forged\":1}\n: \r\n");
            requests.add("POST /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\n" + header + ": \u001b[31m\u2028\u0085\r\n");
        }
        requests.add("POST /v1/%22%0a%7b%22forged%22:1%7d%0d%0a HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        requests.add("POST /v1/models/" + FORGED.replace("\"", "%22") + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        requests.add("POST /v1/models?a=" + FORGED + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        requests.add("GET /\"\n{\"forged\":1}\n HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        for (String request : requests) {
            send(service.port(), request + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        }
    }

    private static void send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(request)
                    .startsWith("HTTP/1.1 4");
        }
    }

    private static JsonNode parsed(String line) {
        try {
            JsonNode object = STRICT.readTree(line);
            assertThat(object.isObject()).as(line).isTrue();
            return object;
        } catch (JacksonException e) {
            return fail("no JSON: " + line, e);
        }
    }

    private static Stream<JsonNode> saying(String words) {
        return lines.stream().filter(line -> line.path("message").asString().contains(words));
    }

    @Test
    void linesOfARequestCarryItsIdAndErrorsTheirStackTraceWithin() {
        assertThat(saying("GET /v1/datasets/small/samples/0/image"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("requestId").asString()).isEqualTo("picture");
                    assertThat(line.at("/log/level").asString()).isEqualTo("ERROR");
                    assertThat(line.at("/error/stack_trace").asString()).contains("\n\tat org.bubblegram.");
                });
        assertThat(saying(job + " queued")).singleElement().satisfies(line -> {
            assertThat(line.path("requestId").asString()).isEqualTo("training");
            assertThat(line.path("jobId").asString()).isEqualTo(job);
        });
    }

    @Test
    void linesOfAJobCarryItsId() {
        for (String said : List.of("taken up", "failed: storage_failed")) {
            assertThat(saying(job + " " + said)).singleElement().satisfies(line -> {
                assertThat(line.path("jobId").asString()).isEqualTo(job);
                assertThat(line.has("requestId")).isFalse();
            });
        }
    }

    @Test
    void nothingThatACallerSendsMakesALineOrAField() {
        assertThat(saying("401 to POST").toList()).hasSizeGreaterThanOrEqualTo(5);
        assertThat(lines).hasSizeGreaterThan(10).allSatisfy(line -> {
            assertThat(line.propertyNames()).contains("@timestamp", "log", "message", "service");
            assertThat(line.has("forged")).isFalse();
            assertThat(line.path("requestId").asString(""))
                    .matches("[A-Za-z0-9._-]*")
                    .isNotEqualTo("forged");
            assertThat(line.at("/log/level").asString()).isIn("INFO", "WARN", "ERROR");
        });
    }

    @Test
    void whileTracingIsOffThereAreNoIdsOfTraces() {
        assertThat(lines)
                .allSatisfy(
                        line -> assertThat(line.propertyNames()).doesNotContain("traceId", "spanId", "trace", "span"));
    }

    @AfterAll
    static void forget() {
        lines = List.of();
    }
}
