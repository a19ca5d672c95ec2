package org.bubblegram.web;

import java.util.stream.Stream;
import org.bubblegram.ServedApi;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;

/** Requests that reach no controller, and some no filter: their answers carry what all others do. */
@TestPropertySource(
        properties = {
            "server.tomcat.connection-timeout=2s",
            "spring.datasource.url=jdbc:h2:mem:early;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class EarlyRefusalsTest extends ServedApi {
    private static final String GET = "GET /v1/models HTTP/1.1";
    private static final String HOST = "\nHost: 127.0.0.1";
    private static final String ANY = "[A-Za-z0-9._-]{1,64}";

    @Value("${local.server.port}")
    private int port;

    static Stream<Arguments> byTheContainer() {
        return Stream.of(
                Arguments.of("no request line", 400, "GARBAGE"),
                Arguments.of("another protocol", 400, "\u0016\u0003\u0001\u0002 tls"),
                Arguments.of("an unknown version", 505, "GET / HTTP/9.9" + HOST),
                Arguments.of("a target with a quote", 400, "GET /v1/\"x HTTP/1.1" + HOST),
                Arguments.of("a method with a bracket", 400, "G(T /v1/models HTTP/1.1" + HOST),
                Arguments.of("an unknown method", 400, "BREW /v1/models HTTP/1.1" + HOST),
                Arguments.of("tracing", 405, "TRACE /v1/models HTTP/1.1" + HOST),
                Arguments.of("a tunnel", 501, "CONNECT a:443 HTTP/1.1" + HOST),
                Arguments.of("no host", 400, GET),
                Arguments.of("two hosts", 400, GET + HOST + HOST),
                Arguments.of("two lengths", 400, GET + HOST + "\nContent-Length: 1\nContent-Length: 2"),
                Arguments.of("an unknown encoding of the body", 501, GET + HOST + "\nTransfer-Encoding: foo"),
                Arguments.of("an unknown expectation", 417, GET + HOST + "\nExpect: foo\nContent-Length: 1"),
                Arguments.of("a large header", 400, GET + HOST + "\nX: " + "a".repeat(20_000)),
                Arguments.of("many headers", 400, GET + HOST + "\nX: a".repeat(300)),
                Arguments.of("a long path", 400, "GET /v1/" + "a".repeat(20_000) + " HTTP/1.1" + HOST),
                Arguments.of("a header with a space", 400, GET + HOST + "\nA B: c"));
    }

    static Stream<Arguments> byTheFiltersAndBelow() {
        return Stream.of(
                Arguments.of("an empty segment", 400, "GET /v1//models HTTP/1.1" + HOST),
                Arguments.of("a path parameter", 400, "GET /v1/models;a=b HTTP/1.1" + HOST),
                Arguments.of("an encoded slash", 400, "GET /v1/models%2fa HTTP/1.1" + HOST),
                Arguments.of("a way out", 400, "GET /v1/../../x HTTP/1.1" + HOST),
                Arguments.of("a broken escape", 400, "GET /v1/%zz HTTP/1.1" + HOST),
                Arguments.of("no UTF-8", 400, "GET /v1/%ff HTTP/1.1" + HOST),
                Arguments.of("another page than the API's", 400, "GET //index.html HTTP/1.1" + HOST),
                Arguments.of("a foreign host", 403, GET + "\nHost: evil.example"),
                Arguments.of("a foreign origin", 403, GET + HOST + "\nOrigin: http://evil.example"),
                Arguments.of(
                        "more than an upload may have",
                        413,
                        "POST /v1/datasets HTTP/1.1" + HOST
                                + "\nContent-Type: multipart/form-data; boundary=b\nContent-Length: 9999999999"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"byTheContainer", "byTheFiltersAndBelow"})
    void whatIsRefusedEarlyCarriesWhatAllAnswersDo(String name, int status, String request) throws Exception {
        String raw = (request + "\nConnection: close\n\n").replace("\n", "\r\n");
        RawAnswer.to(port, raw).assertProblem(status, ANY);
    }

    @ParameterizedTest
    @MethodSource("traced")
    void anIdThatTheCallerGaveIsTheAnswersToo(int status, String request) throws Exception {
        String raw = (request + HOST + "\nX-Request-Id: mine\nConnection: close\n\n").replace("\n", "\r\n");
        RawAnswer.to(port, raw).assertProblem(status, "mine");
    }

    static Stream<Arguments> traced() {
        return Stream.of(
                Arguments.of(400, "GET /v1//models HTTP/1.1"),
                Arguments.of(405, "TRACE /v1/models HTTP/1.1"),
                Arguments.of(400, "GET /v1/%ff HTTP/1.1"));
    }
}
