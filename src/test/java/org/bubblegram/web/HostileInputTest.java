package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Texts that would be paths, statements, headers or addresses, if anything took them for such. */
@TestPropertySource(
        properties = {
            "bubblegram.security.bootstrap-key=" + AccessCalls.FIRST,
            "bubblegram.security.requests-per-minute=100000",
            "bubblegram.imports.allowed=s3://froth/plant",
            "bubblegram.imports.s3.endpoint=http://127.0.0.1:1",
            "bubblegram.imports.s3.access-key=key",
            "bubblegram.imports.s3.secret-key=not-a-secret",
            "spring.datasource.url=jdbc:h2:mem:hostile;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class HostileInputTest extends ServedApi {
    private static final List<String> TEXTS = List.of(
            "'",
            "' or '1'='1",
            "x'; drop table dataset; --",
            "..",
            "../../etc/passwd",
            "..\\..\\x",
            "%2e%2e",
            "a\r\nSet-Cookie: x=1",
            "\u0000",
            "C:\\x",
            "${jndi:ldap://127.0.0.1/x}",
            "#{1+1}",
            "<script>",
            "x".repeat(3000));

    @Value("${local.server.port}")
    private int port;

    private AccessCalls calls;

    @BeforeEach
    void setUp() {
        calls = new AccessCalls(api);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void assertHarmless(String method, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = calls.send(method, path, AccessCalls.FIRST, "");
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isLessThan(500);
        assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("x=1");
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).doesNotContain("html");
    }

    @Test
    void noTextInAPathOrParameterOfAnyRouteIsMoreThanAText() throws Exception {
        JsonNode paths = Api.json(calls.get("/v3/api-docs", AccessCalls.FIRST)).path("paths");
        for (String path : paths.propertyNames()) {
            for (String method : paths.path(path).propertyNames()) {
                for (String text : TEXTS) {
                    String filled = path.replaceAll("\\{[^}]+}", encoded(text).replace("$", "\\$"));
                    if (!filled.equals(path)) {
                        assertHarmless(method.toUpperCase(Locale.ROOT), filled);
                    }
                }
            }
            for (JsonNode parameter : paths.path(path).path("get").path("parameters")) {
                if (parameter.path("in").asString().equals("query")) {
                    for (String text : TEXTS) {
                        String name = parameter.path("name").asString();
                        assertHarmless("GET", path.replaceAll("\\{[^}]+}", "none") + "?" + name + "=" + encoded(text));
                    }
                }
            }
        }
        assertThat(calls.get("/v1/datasets", AccessCalls.FIRST).statusCode()).isEqualTo(200);
        assertThat(calls.get("/v1/api-keys", AccessCalls.FIRST).body()).contains("bootstrap");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc",
                "../..",
                "file:///etc",
                "s3://bucket/prefix",
                "s3://froth/",
                "s3://froth/plants",
                "s3://froth/plant/../x",
                "s3://froth/plant/%2e%2e/x",
                "s3://froth/plant//x",
                "s3://froth/plant/x?endpoint=http://127.0.0.1:1",
                "s3://127.0.0.1:1/plant",
                "s3://127.0.0.1:1@froth/plant",
                "s3://arn:aws:s3:::froth/plant",
                "http://127.0.0.1:1/x",
                "\\\\host\\share",
                "jar:file:/x.jar!/",
                "."
            })
    void aSourceThatTheOperatorDidNotAllowIsNotOpened(String source) throws Exception {
        String json = "{\"name\": \"a\", \"source\": \"%s\"}".formatted(source.replace("\\", "\\\\"));
        AccessCalls.assertRefused(
                calls.send("POST", "/v1/datasets", AccessCalls.FIRST, json), 403, "source_not_allowed");
    }

    @Test
    void anAllowedSourceIsOpenedWhereTheOperatorSaysAndComesAgainWhenThatIsAway() throws Exception {
        HttpResponse<String> answer = calls.send(
                "POST", "/v1/datasets", AccessCalls.FIRST, "{\"name\": \"a\", \"source\": \"s3://froth/plant\"}");

        AccessCalls.assertRefused(answer, 503, "store_unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.body()).doesNotContain("127.0.0.1", "froth", "not-a-secret");
    }

    @Test
    void noRequestMakesTheServiceCallAnAddressThatItNames() throws Exception {
        AtomicInteger called = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            called.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/x";
            String backbone = "\"backbone\": {\"weights\": \"%s\"}".formatted(address);
            assertRefused("/v1/training-jobs", "{\"dataset\": \"a\", \"model\": \"b\", %s}".formatted(backbone));
            assertRefused("/v1/loss-comparisons", "{\"dataset\": \"a\", %s}".formatted(backbone));
            assertRefused("/v1/datasets", "{\"name\": \"a\", \"source\": \"%s\"}".formatted(address));
            String bucket = address.replace("http://", "s3://");
            assertRefused("/v1/datasets", "{\"name\": \"a\", \"source\": \"%s\"}".formatted(bucket));
            String connection = "\"source\": \"s3://froth/plant\", \"endpoint\": \"%s\"".formatted(address);
            assertRefused("/v1/datasets", "{\"name\": \"a\", %s}".formatted(connection));
            assertRefused("/v1/datasets", "{\"name\": \"%s\", \"render\": {}}".formatted(address));
            assertHarmless("GET", "/v1/models/" + encoded(address));
            // a token that says where its own keys are
            calls.get("/v1/models", "eyJhbGciOiJSUzI1NiIsImprdSI6Imh0dHA6Ly8xMjcuMC4wLjEvIn0.e30.YQ");
        } finally {
            server.stop(0);
        }
        assertThat(called).hasValue(0);
    }

    private void assertRefused(String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = calls.send("POST", path, AccessCalls.FIRST, json);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a;b", "<x>", "é", "a:b"})
    void aRequestIdThatIsNoneIsNotEchoed(String id) throws Exception {
        String answer = raw("GET /v1/models HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Request-Id: " + id + "\r\n");
        assertThat(answer).startsWith("HTTP/1.1 401").contains("X-Request-Id: ").doesNotContain(id);
    }

    /** What a client library would not send. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer\u0001\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nCookie: bubblegram-session=\u0001\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nCookie: bubblegram-session=; bubblegram-session=x\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Basic YTpi\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n",
                "GET http://169.254.169.254/latest HTTP/1.1\r\nHost: 169.254.169.254\r\n",
                "TRACE /v1/models HTTP/1.1\r\nHost: a\r\n",
                "FOO /v1/models HTTP/1.1\r\nHost: a\r\n"
            })
    void oddCredentialsAndMethodsAreRefusedAndNeverAFailure(String head) throws Exception {
        assertThat(raw(head)).matches("(?s)HTTP/1\\.1 4\\d\\d.*");
    }
}
