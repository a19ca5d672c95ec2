package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.bubblegram.Api;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageLimits;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.rendering.BubbleRenderer;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.web.InferenceCall.Answer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The Open Inference Protocol as its clients see it, beside the predictions of our own API. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "bubblegram.inference.max-bytes=1MB",
            "spring.datasource.url=jdbc:h2:mem:inference;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenInferenceApiTest {
    private static final int SIZE = 64;
    private static final String INFER = "/v2/models/froth/infer";

    // not @TempDir, which is made after the instance that this life cycle needs first
    private static final Path HOME =
            Path.of("target", "inference-" + ProcessHandle.current().pid()).toAbsolutePath();

    @LocalServerPort
    private int port;

    private Api api;
    private byte[] png = {};
    private Pixels pixels;
    private float[] normalized = {};
    private double[] fractions = {};
    private JsonNode statistics;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", HOME::toString);
    }

    @BeforeAll
    void trainAndPredict() throws Exception {
        api = new Api(port);
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 40, "seed": 5, "width": 64, "height": 64}}""");
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "input": {"size": %d}, "epochs": 5}""".formatted(SIZE));
        JsonNode ended = api.ended(job.get("id").asString(), Duration.ofMinutes(5));
        assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        png = new BubbleRenderer(new RenderSpec(40, 99L, 80, 72, null))
                .render(0)
                .png();
        pixels = new ImageDecoder(ImageLimits.DEFAULT).decode(png);
        normalized = new Preprocessing(SIZE).apply(pixels);
        JsonNode prediction =
                Api.json(api.post("/v1/models/froth/predictions", "image/png", BodyPublishers.ofByteArray(png)));
        fractions = prediction
                .path("histogram")
                .path("bins")
                .valueStream()
                .mapToDouble(bin -> bin.path("fraction").asDouble())
                .toArray();
        statistics = prediction.path("statistics");
        assertThat(fractions).as(prediction.toString()).isNotEmpty();
    }

    private static String request(String name, String datatype, List<Integer> shape, String data) {
        return """
                {"id": "7", "inputs": [{"name": "%s", "datatype": "%s", "shape": %s, %s}]}""".formatted(name, datatype, shape, data);
    }

    private static String size(byte[] bytes) {
        return "\"parameters\": {\"binary_data_size\": " + bytes.length + "}";
    }

    private String file() {
        return "\"" + Base64.getEncoder().encodeToString(png) + "\"";
    }

    private void assertAnswers(Answer answer, int n) {
        assertThat(answer.http().statusCode()).as(answer.json().toString()).isEqualTo(200);
        assertThat(answer.output("fractions").path("shape").toString())
                .isEqualTo("[" + n + "," + fractions.length + "]");
        double[] expected = Stream.generate(() -> fractions)
                .limit(n)
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertThat(answer.numbers("fractions")).containsExactly(expected, within(1e-5));
    }

    /** (H, W, 3) as (3, H, W). */
    private static int channelsFirst(int i, int pixels) {
        return 3 * (i % pixels) + i / pixels;
    }

    @Test
    void encodedFilesAreAnsweredLikePredictions() throws Exception {
        assertAnswers(
                InferenceCall.json(api, INFER, request("image", "BYTES", List.of(1), "\"data\": [" + file() + "]")), 1);
        byte[] twice = InferenceCall.elements(png, png);
        assertAnswers(InferenceCall.binary(api, INFER, request("image", "BYTES", List.of(2), size(twice)), twice), 2);
    }

    @Test
    void pixelsOfAnySizeAreAnsweredLikePredictionsInBothLayouts() throws Exception {
        byte[] last = pixels.rgb();
        byte[] first = new byte[last.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = last[channelsFirst(i, 80 * 72)];
        }
        List<Integer> shape = List.of(1, 3, 72, 80);
        assertAnswers(InferenceCall.binary(api, INFER, request("pixels", "UINT8", shape, size(first)), first), 1);
        List<Integer> twice = List.of(2, 72, 80, 3);
        byte[] both = InferenceCall.joined(last, last);
        assertAnswers(InferenceCall.binary(api, INFER, request("pixels", "UINT8", twice, size(both)), both), 2);
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < last.length; i++) {
            nested.append(i % 240 == 0 ? "[" : "").append(i % 3 == 0 ? "[" : "").append(last[i] & 0xff);
            nested.append(i % 3 == 2 ? "]" : "")
                    .append(i % 240 == 239 ? "]" : "")
                    .append(',');
        }
        String data = "\"data\": [[" + nested.substring(0, nested.length() - 1) + "]]";
        assertAnswers(InferenceCall.json(api, INFER, request("pixels", "UINT8", List.of(1, 72, 80, 3), data)), 1);
    }

    @Test
    void normalizedInputsAreAnsweredLikePredictionsInBothLayouts() throws Exception {
        float[] first = new float[normalized.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = normalized[channelsFirst(i, SIZE * SIZE)];
        }
        byte[] bytes = InferenceCall.floats(first);
        List<Integer> shape = List.of(1, 3, SIZE, SIZE);
        assertAnswers(InferenceCall.binary(api, INFER, request("images", "FP32", shape, size(bytes)), bytes), 1);
        String data = "\"data\": " + Arrays.toString(normalized);
        assertAnswers(InferenceCall.json(api, INFER, request("images", "FP32", List.of(1, SIZE, SIZE, 3), data)), 1);
    }

    @Test
    void allOutputsAreAnsweredWhereNoneIsNamedAndTheIdReturns() throws Exception {
        Answer answer = InferenceCall.json(
                api,
                "/v2/models/froth/versions/1/infer",
                request("image", "BYTES", List.of(1), "\"data\": [" + file() + "]"));
        assertThat(answer.json().path("model_name").asString()).isEqualTo("froth");
        assertThat(answer.json().path("model_version").asString()).isEqualTo("1");
        assertThat(answer.json().path("id").asString()).isEqualTo("7");
        assertThat(answer.json()
                        .path("outputs")
                        .valueStream()
                        .map(o -> o.path("name").asString()))
                .containsExactly("fractions", "logits", "features", "statistics");
        assertThat(answer.output("features").path("shape").toString()).isEqualTo("[1,2048]");
        assertThat(answer.output("statistics").path("datatype").asString()).isEqualTo("FP64");
        List<String> names = List.of("mean", "d10", "d50", "d90", "d32", "span");
        assertThat(answer.numbers("statistics"))
                .containsExactly(
                        names.stream()
                                .mapToDouble(name -> statistics.path(name).asDouble())
                                .toArray(),
                        within(1e-3));
        double[] powers = Arrays.stream(answer.numbers("logits")).map(Math::exp).toArray();
        double sum = Arrays.stream(powers).sum();
        assertThat(Arrays.stream(powers).map(power -> power / sum).toArray())
                .as("fractions are the softmax of the logits")
                .containsExactly(answer.numbers("fractions"), within(1e-5));
    }

    @Test
    void binaryOutputsHoldTheNumbersOfJson() throws Exception {
        String image = request("image", "BYTES", List.of(1), "\"data\": [" + file() + "]");
        Answer json = InferenceCall.json(api, INFER, image);
        Answer all = InferenceCall.json(
                api,
                INFER,
                image.replace("\"id\"", "\"parameters\": {\"binary_data_output\": true, \"x\": 1}, \"id\""));
        assertThat(all.http().headers().firstValue("Content-Type")).contains("application/octet-stream");
        for (String name : List.of("fractions", "logits", "features")) {
            assertThat(all.output(name).has("data")).isFalse();
            for (double expected : json.numbers(name)) {
                assertThat((double) all.binary().getFloat())
                        .isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
            }
        }
        for (double expected : json.numbers("statistics")) {
            assertThat(all.binary().getDouble()).isCloseTo(expected, within(1e-4 * (1 + Math.abs(expected))));
        }
        assertThat(all.binary().hasRemaining()).isFalse();
        Answer one = InferenceCall.json(api, INFER, image.replace("\"id\"", """
                "outputs": [{"name": "statistics"}, {"name": "logits", "parameters": {"binary_data": true}}], "id\""""));
        assertThat(one.numbers("statistics")).hasSize(6);
        assertThat(one.output("logits").at("/parameters/binary_data_size").asInt())
                .isEqualTo(4 * fractions.length)
                .isEqualTo(one.binary().remaining());
    }

    @Test
    void packedBodiesAreUnpackedWithinTheLimit() throws Exception {
        String image = request("image", "BYTES", List.of(1), "\"data\": [" + file() + "]");
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(image.getBytes(StandardCharsets.UTF_8));
        }
        var deflate = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(deflate)) {
            out.write(new byte[2 << 20]);
        }
        assertAnswers(packed("gzip", gzip.toByteArray()), 1);
        assertThat(packed("deflate", deflate.toByteArray()).http().statusCode()).isEqualTo(413);
        assertThat(packed("gzip", new byte[9]).http().statusCode()).isEqualTo(400);
        assertThat(packed("deflate", new byte[9]).http().statusCode()).isEqualTo(400);
        assertThat(packed("br", new byte[9]).http().statusCode()).isEqualTo(415);
    }

    private Answer packed(String encoding, byte[] body) throws Exception {
        return InferenceCall.send(
                api.request(INFER).header("Content-Encoding", encoding).POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void aRequestIsGivenUpAfterItsTimeoutInMicroseconds() throws Exception {
        Answer answer = InferenceCall.json(api, INFER, """
                {"parameters": {"timeout": 1}, "inputs": [{"name": "image", "datatype": "BYTES", "shape": [1], "data": [%s]}]}""".formatted(file()));
        assertThat(answer.http().statusCode()).isEqualTo(503);
        assertThat(answer.http().headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.json().path("code").asString()).isEqualTo("deadline_exceeded");
    }

    @Test
    void metadataTellsWhatAModelTakesAndGives() throws Exception {
        JsonNode server = api.get("/v2");
        assertThat(server.path("name").asString()).isEqualTo("bubblegram");
        assertThat(server.path("extensions").toString()).isEqualTo("[\"binary_tensor_data\"]");
        assertThat(api.get("/v2/health/live").toString()).isEqualTo("{\"live\":true}");
        assertThat(api.get("/v2/health/ready").toString()).isEqualTo("{\"ready\":true}");
        assertThat(api.get("/v2/models/froth/ready").path("ready").asBoolean()).isTrue();
        assertThat(api.get("/v2/models/froth/versions/1/ready").path("name").asString())
                .isEqualTo("froth");
        JsonNode model = api.get("/v2/models/froth");
        assertThat(api.get("/v2/models/froth/versions/1")).isEqualTo(model);
        assertThat(model.path("versions").toString()).isEqualTo("[\"1\"]");
        assertThat(model.path("platform").asString()).isEqualTo("onnxruntime_onnx");
        assertThat(model.path("inputs").toString()).isEqualTo("""
                [{"name":"image","datatype":"BYTES","shape":[-1]},\
                {"name":"pixels","datatype":"UINT8","shape":[-1,-1,-1,3]},\
                {"name":"images","datatype":"FP32","shape":[-1,3,-1,-1]}]""");
        assertThat(model.at("/outputs/0/shape").toString()).isEqualTo("[-1," + fractions.length + "]");
    }

    @Test
    void anUnreadableFileIsNamed() throws Exception {
        byte[] files = InferenceCall.elements(png, new byte[3]);
        Answer answer = InferenceCall.binary(api, INFER, request("image", "BYTES", List.of(2), size(files)), files);
        assertThat(answer.http().statusCode()).isEqualTo(422);
        assertThat(answer.json().path("code").asString()).isEqualTo("image_unsupported_format");
        assertThat(answer.json().path("error").asString()).startsWith("image[1]: ");
    }
}
