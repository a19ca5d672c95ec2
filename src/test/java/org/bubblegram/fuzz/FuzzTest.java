package org.bubblegram.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bubblegram.ServedApi;
import org.bubblegram.Uploads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** Whatever comes in, nothing breaks: no internal errors, no insides in answers, and it goes on. */
@Tag("faults")
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:fuzz;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class FuzzTest extends ServedApi {
    private static final int REQUESTS = 10_000;
    private static final int READ = 1 << 16;
    private static final int COME_AGAIN = 503;
    private static final Pattern INSIDES = Pattern.compile(
            "(?s).*(\\bat [a-z]+(\\.\\w+)+\\(|Exception|java\\.lang|org\\.(bubblegram|springframework)\\.|"
                    + "jdbc:|select .* from ).*");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    private JsonNode document;
    private static Map<String, List<String>> known = Map.of();

    @BeforeEach
    void somethingToFind() throws Exception {
        document = api.get("/v3/api-docs");
        if (!known.isEmpty()) {
            return;
        }
        api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("small"));
        String job = api.create("/v1/training-jobs", """
                        {"dataset": "small", "model": "froth", "input": {"size": 32}, "epochs": 1}""").path("id").asString();
        api.ended(job, Duration.ofMinutes(3));
        known = Map.of(
                "name", List.of("small", "froth"),
                "model", List.of("froth"),
                "reference", List.of("froth", "froth@1", "froth@production"),
                "version", List.of("1"),
                "sample", List.of("0", "1"),
                "alias", List.of("production"),
                "id", List.of(job));
    }

    @ParameterizedTest
    @ValueSource(longs = 20261124)
    void malformedRequestsForEveryOperationAreAnsweredAndNothingBreaks(long seed) throws Exception {
        Fuzzer fuzzer = new Fuzzer(api, document, known, seed);
        assertThat(fuzzer.operations()).isGreaterThan(40);
        Map<Integer, Integer> answers = new TreeMap<>();
        List<String> flaws = new ArrayList<>();
        for (int turn = 0; turn < REQUESTS; turn++) {
            Fuzzer.Attempt attempt = fuzzer.attempt(turn);
            HttpResponse<InputStream> answer = HTTP.send(attempt.request().build(), BodyHandlers.ofInputStream());
            answers.merge(answer.statusCode(), 1, Integer::sum);
            flaw(answer).ifPresent(flaw -> flaws.add(flaw + "\n of " + attempt.text()));
        }
        assertThat(flaws).isEmpty();
        assertThat(answers.keySet()).contains(200, 400, 404, 422);
        assertThat(api.send(api.request("/actuator/health/liveness")).statusCode())
                .isEqualTo(200);
    }

    /** What is wrong with an answer. */
    private static Optional<String> flaw(HttpResponse<InputStream> answer) throws IOException {
        int status = answer.statusCode();
        try (InputStream in = answer.body()) {
            String body = new String(in.readNBytes(READ), StandardCharsets.UTF_8);
            boolean broken = status >= 500 && status != 501 && status != COME_AGAIN;
            boolean insides = status >= 400 && INSIDES.matcher(body).matches();
            String type = answer.headers().firstValue("Content-Type").orElse("");
            boolean otherwise = status >= 400 && !body.isEmpty() && !type.contains("json");
            boolean noTime = (status == COME_AGAIN || status == 429)
                    && answer.headers().firstValue("Retry-After").isEmpty();
            return broken || insides || otherwise || noTime
                    ? Optional.of(status + " " + type + " " + body)
                    : Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /v1/models",
                "GET /v1/models HTTP/9.9\r\nHost: localhost",
                "GET /v1/models HTTP/1.1",
                "GET /v1/mod els HTTP/1.1\r\nHost: localhost",
                "GET /v1/models%zz HTTP/1.1\r\nHost: localhost",
                "GET /v1/../../etc/passwd HTTP/1.1\r\nHost: localhost",
                "GET //v1//models HTTP/1.1\r\nHost: localhost",
                "GET /v1/models;a=b HTTP/1.1\r\nHost: localhost",
                "GET /v1/models?a=[{|}] HTTP/1.1\r\nHost: localhost",
                "G\u00cbT /v1/models HTTP/1.1\r\nHost: localhost",
                "POST /v1/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5",
                "POST /v1/datasets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6",
                "POST /v1/datasets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: nonsense",
                "POST /v1/datasets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ",
                "GET /v1/models HTTP/1.1\r\nHost: local host",
                "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: example.org",
                "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n: no name",
                "\u0016\u0003\u0001\u0002\u0000"
            })
    void whatIsNoRequestIsRefusedWithoutInsides(String request) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            socket.getOutputStream()
                    .write((request + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            var reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String answer = String.join("\n", reader.lines().toList());
            assertThat(answer).doesNotContain(" 500 ");
            assertThat(INSIDES.matcher(answer).matches()).as(answer).isFalse();
        }
        assertThat(api.send(api.request("/v1/models")).statusCode()).isEqualTo(200);
    }
}
