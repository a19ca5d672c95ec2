package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.bubblegram.Api;
import org.bubblegram.web.InferenceCall.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the Open Inference Protocol refuses, and in which words; no model is needed for that. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "bubblegram.inference.max-bytes=1500KB",
            "spring.datasource.url=jdbc:h2:mem:refusals;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class OpenInferenceRefusalsTest {
    private static final String INFER = "/v2/models/none/infer";

    @TempDir
    private static Path home;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", () -> home.toString());
    }

    @LocalServerPort
    private int port;

    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    private static void assertRefused(Answer answer, int status, String error) {
        assertThat(answer.http().statusCode()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.json().path("code").asString()).isNotEmpty();
        assertThat(answer.json().path("error").asString()).contains(error);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GET,  /v2/models/none,                  404, model_not_found
            GET,  /v2/models/none/ready,            404, model_not_found
            GET,  /v2/models/none/versions/9,       404, model_not_found
            GET,  /v2/models/none/versions/0,      400, invalid_request
            GET,  /v2/models/none/versions/x,      400, invalid_request
            GET,  /v2/models/none@1,               400, invalid_reference
            GET,  /v2/nothing,                      404, not_found
            GET,  /v2/models/none/infer,           405, method_not_allowed
            POST, /v2/models/none/infer,           400, malformed_json
            GET,  /v2/mod%2Fels,                    400, invalid_request
            """)
    void everyErrorIsTheProtocols(String method, String path, int status, String code) throws Exception {
        HttpResponse<String> answer = api.send(api.request(path).method(method, BodyPublishers.noBody()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(Api.json(answer).path("error").asString()).isNotEmpty();
        assertThat(Api.json(answer).path("code").asString()).isEqualTo(code);
        assertThat(Api.json(answer).propertyNames()).containsExactly("error", "code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/models/none"})
    void foreignPagesAreNotAnswered(String path) throws Exception {
        assertThat(underForeignName(path)).startsWith("HTTP/1.1 403").contains("\"error\"", "\"host_not_allowed\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator/prometheus", "/actuator/info", "/v3/api-docs", "/swagger-ui.html", "/none"})
    void whatIsNoneOfTheProtocolIsNotAnsweredUnderForeignNamesEither(String path) throws Exception {
        assertThat(underForeignName(path)).startsWith("HTTP/1.1 403").contains("\"host_not_allowed\"");
    }

    private String underForeignName(String path) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image  | BYTES | [2]           | ["AAAA"]                | 400 | invalid_request | has 1 elements
            image  | BYTES | [1]           | ["*"]                   | 400 | invalid_request | base64
            image  | BYTES | [1,1]         | [["AAAA"]]              | 400 | invalid_request | inputs[0].shape
            image  | BYTES | [257]         | []                      | 413 | too_large       | 256
            image  | UINT8 | [1]           | [1]                     | 400 | invalid_request | inputs[0].datatype
            photo  | BYTES | [1]           | [1]                     | 400 | invalid_request | inputs[0].name
            pixels | UINT8 | [1,1,2,3]     | [1,2,3,4,5,256]         | 400 | invalid_request | element 5
            pixels | UINT8 | [1,1,2,3]     | [1,2,3,4,5,6.5]         | 400 | invalid_request | element 5
            pixels | UINT8 | [1,1,2,3]     | [1,2,3,4,5,6,7]         | 400 | invalid_request | more than the 6
            pixels | UINT8 | [1,1,2,3]     | [[[[1,2],[3,4],[5,6]]]] | 400 | invalid_request | nested
            pixels | UINT8 | [1,3,3,3]     | [1]                     | 400 | invalid_request | both
            pixels | UINT8 | [1,4,4,4]     | [1]                     | 400 | invalid_request | inputs[0].shape
            pixels | UINT8 | [1,0,4,3]     | [1]                     | 400 | invalid_request | inputs[0].shape
            pixels | UINT8 | [256,90,90,3] | [1]                     | 400 | invalid_request | less than
            pixels | UINT8 | [1,8001,8000,3] | [1]                   | 413 | too_large       | 8000x8001
            pixels | UINT8 | [1,1,32769,3] | [1]                     | 413 | too_large       | 32768
            pixels | UINT8 | [256,3,8000,7999] | [1]                 | 413 | too_large       | elements
            images | FP32  | [1,3,31,32]   | [1]                     | 400 | invalid_request | at least 32
            images | FP32  | [1,3,1025,1024] | [1]                   | 413 | too_large       | 1048576
            images | FP32  | [1,3,32,32]   | 1                       | 400 | invalid_request | array
            images | FP32  | [1,3,32,32]   | [NaN]                   | 400 | malformed_json  | NaN
            """)
    @SuppressWarnings("checkstyle:ParameterNumber") // a table
    void aTensorThatDoesNotFitSaysWhy(
            String name, String datatype, String shape, String data, int status, String code, String error)
            throws Exception {
        Answer answer = InferenceCall.json(api, INFER, """
                {"inputs": [{"name": "%s", "datatype": "%s", "shape": %s, "data": %s}]}""".formatted(name, datatype, shape, data));
        assertThat(answer.http().statusCode()).as(answer.json().toString()).isEqualTo(status);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
        assertThat(answer.json().path("error").asString()).contains(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            image  | BYTES | [1]         | 3 | 000000           | inputs[0].parameters.binary_data_size: ends within element 0
            image  | BYTES | [1]         | 8 | 05000000 00000000 | ends within element 0
            image  | BYTES | [1]         | 8 | ffffffff 00000000 | ends within element 0
            image  | BYTES | [1]         | 8 | 00000000 00000000 | does not hold the 1 elements
            image  | BYTES | [3]         | 8 | 00000000 00000000 | does not hold the 3 elements
            image  | BYTES | [1]         | 4 | 00000000 00000000 | does not fit the 8 bytes
            image  | BYTES | [1]         | -1 | 00000000        | does not fit the 4 bytes
            pixels | UINT8 | [1,1,2,3]   | 4 | 00000000         | is 4, but the shape [1, 1, 2, 3] takes 6
            images | FP32  | [1,32,32,3] | 4 | 00000000         | takes 12288
            """)
    @SuppressWarnings("checkstyle:ParameterNumber") // a table
    void bytesThatDoNotFitAreRefused(String name, String datatype, String shape, int size, String bytes, String error)
            throws Exception {
        byte[] rest = HexFormat.of().parseHex(bytes.replace(" ", ""));
        assertRefused(InferenceCall.binary(api, INFER, """
                {"inputs": [{"name": "%s", "datatype": "%s", "shape": %s, "parameters": {"binary_data_size": %d}}]}""".formatted(name, datatype, shape, size), rest), 400, error);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1001, -1001})
    void numbersThatNoPictureHasAreRefused(float value) throws Exception {
        float[] values = new float[32 * 32 * 3];
        values[5] = value;
        byte[] bytes = InferenceCall.floats(values);
        assertRefused(InferenceCall.binary(api, INFER, """
                {"inputs": [{"name": "images", "datatype": "FP32", "shape": [1, 32, 32, 3],
                  "parameters": {"binary_data_size": 12288}}]}""", bytes), 400, "as element 5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"inputs": []}                                                          | inputs
            {"inputs": [1]}                                                         | inputs[0]
            {"inputs": {}}                                                          | inputs
            {"inputs": [{"name": "image", "shape": [1], "data": []}]}               | inputs[0].datatype
            {"inputs": [{"name": "image", "shape": ["1"], "datatype": "BYTES"}]}    | inputs[0].shape
            {"inputs": [IMAGE, IMAGE]}                                              | inputs
            {"inputs": [IMAGE], "outputs": [{"name": "depth"}]}                     | outputs[0].name
            {"inputs": [IMAGE], "outputs": [{"name": "logits"}, {"name": "logits"}]} | outputs[1].name
            {"inputs": [IMAGE], "outputs": [{"name": "logits", "parameters": {"classification": 2}}]} | classification
            {"inputs": [IMAGE], "parameters": {"timeout": -1}}                      | parameters.timeout
            {"inputs": [{"name": "image", "shape": [1], "datatype": "BYTES"}]}      | either data or
            {"inputs": [IMAGE]} x                                                   | x
            """)
    void aRequestThatBreaksTheRulesSaysWhich(String request, String error) throws Exception {
        String image = "{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"AAAA\"]}";
        assertRefused(InferenceCall.json(api, INFER, request.replace("IMAGE", image)), 400, error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "-1", "x", "99999999999"})
    void aLengthOfTheJsonThatIsNoneIsRefused(String length) throws Exception {
        assertRefused(
                InferenceCall.send(api.request(INFER)
                        .header("Inference-Header-Content-Length", length)
                        .POST(BodyPublishers.ofString("{}"))),
                400,
                "Inference-Header-Content-Length");
    }

    @Test
    void aBodyAboveTheLimitIsRefusedWhetherItsLengthIsDeclaredOrNot() throws Exception {
        byte[] large = new byte[1501 * 1024];
        assertRefused(
                InferenceCall.send(api.request(INFER).POST(BodyPublishers.ofByteArray(large))), 413, "1536000 bytes");
        assertRefused(
                InferenceCall.send(
                        api.request(INFER).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
                413,
                "1536000 bytes");
    }

    @Test
    void onlyDataMayBeLong() throws Exception {
        assertRefused(
                InferenceCall.json(api, INFER, "{\"id\": \"" + "x".repeat(1100 << 10) + "\", \"inputs\": []}"),
                413,
                "without its data");
    }
}
