package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API that the running service gives. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "bubblegram.demo.enabled=false",
            "spring.datasource.url=jdbc:h2:mem:document;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        })
class ApiDocumentTest {
    @TempDir
    private static Path home;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", () -> home.toString());
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();

    @Value("${local.server.port}")
    private int port;

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    @Test
    void theDocumentDescribesEveryResourceAndItsErrors() throws Exception {
        JsonNode api = json(get("/v3/api-docs"));
        assertThat(api.path("paths").propertyNames())
                .contains(
                        "/v1/datasets",
                        "/v1/training-jobs",
                        "/v1/training-jobs/{id}/events",
                        "/v1/losses",
                        "/v1/losses/{type}",
                        "/v1/metrics",
                        "/v1/loss-comparisons/{id}/cancel",
                        "/v1/models/{name}/versions/{version}",
                        "/v1/models/{reference}/predictions");
        JsonNode predict =
                api.path("paths").path("/v1/models/{reference}/predictions").path("post");
        assertThat(predict.path("requestBody").path("content").propertyNames())
                .contains("image/*", "multipart/form-data");
        assertThat(predict.path("responses").path("default").path("content").propertyNames())
                .contains("application/problem+json");
        JsonNode upload = api.path("paths").path("/v1/datasets").path("post");
        assertThat(upload.path("requestBody").path("content").propertyNames())
                .contains("application/json", "multipart/form-data");
        JsonNode job = api.path("components").path("schemas").path("TrainingJobRequest");
        assertThat(job.path("properties").path("epochs").path("maximum").asInt())
                .isEqualTo(10_000);
        assertThat(job.path("required").valueStream().map(JsonNode::asString)).contains("dataset", "model");
        assertThat(get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
    }

    @Test
    void theDocumentDescribesTheFormatsOfAnExport() throws Exception {
        JsonNode api = json(get("/v3/api-docs"));
        JsonNode export = api.path("paths")
                .path("/v1/models/{name}/versions/{version}/export")
                .path("get");
        assertThat(export.path("responses").path("200").path("content").propertyNames())
                .contains("application/octet-stream", "application/zip");
        JsonNode brought = api.path("paths").path("/v1/models").path("post");
        assertThat(brought.path("requestBody").path("content").propertyNames()).containsExactly("application/zip");
        assertThat(brought.path("responses").propertyNames()).contains("201");
        JsonNode format = export.path("parameters").get(2);
        assertThat(format.path("schema").path("enum").valueStream().map(JsonNode::asString))
                .containsExactly("onnx", "safetensors", "archive");
    }

    @Test
    void theDocumentDescribesTheOpenInferenceProtocolAndItsOwnErrors() throws Exception {
        JsonNode paths = json(get("/v3/api-docs")).path("paths");
        assertThat(paths.propertyNames())
                .contains(
                        "/v2",
                        "/v2/health/live",
                        "/v2/health/ready",
                        "/v2/models/{name}",
                        "/v2/models/{name}/ready",
                        "/v2/models/{name}/versions/{version}",
                        "/v2/models/{name}/versions/{version}/ready");
        for (String path : List.of("/v2/models/{name}/infer", "/v2/models/{name}/versions/{version}/infer")) {
            JsonNode infer = paths.path(path).path("post");
            assertThat(infer.path("requestBody").path("content").propertyNames())
                    .contains("application/json", "application/octet-stream");
            assertThat(infer.path("responses").path("200").toString()).contains("InferenceResponse");
            assertThat(infer.path("responses").path("default").path("content").toString())
                    .contains("application/json", "InferenceError")
                    .doesNotContain("problem+json");
        }
    }

    @Test
    void theDocumentDescribesTheHeadAndTheIntervals() throws Exception {
        JsonNode schemas = json(get("/v3/api-docs")).path("components").path("schemas");
        for (String schema : List.of("HeadSpec", "DropoutSpec", "VariationalSpec")) {
            JsonNode properties = schemas.path(schema).path("properties");
            assertThat(properties.isEmpty()).isFalse();
            properties.forEachEntry((name, property) -> assertThat(property.has("description") || property.has("$ref"))
                    .as(schema + "." + name)
                    .isTrue());
        }
        assertThat(schemas.at("/VariationalSpec/properties/sampling/enum").toString())
                .isEqualTo("[\"per-batch\",\"local-reparameterization\"]");
        assertThat(schemas.at("/DropoutSpec/properties/rate/exclusiveMaximum").toString())
                .as("a rate of 1 would leave nothing")
                .isIn("1", "true");
        assertThat(schemas.at("/Bin/properties/interval/type").asString()).isEqualTo("array");
        assertThat(schemas.at("/Statistics/properties/interval").toString()).contains("StatisticIntervals");
    }

    @Test
    void theDocumentSaysWhichTypeMeansWhichLoss() throws Exception {
        JsonNode schemas = json(get("/v3/api-docs")).path("components").path("schemas");
        JsonNode field = schemas.path("TrainingJobRequest")
                .path("properties")
                .path("loss")
                .path("discriminator");
        JsonNode loss = schemas.path("Loss");
        assertThat(loss.path("properties")
                        .path("type")
                        .path("enum")
                        .valueStream()
                        .map(JsonNode::asString))
                .hasSize(15)
                .contains("emd", "softmax-cross-entropy", "sigmoid-l2");
        JsonNode compared = schemas.path("LossComparisonRequest")
                .path("properties")
                .path("losses")
                .path("items")
                .path("discriminator");
        for (JsonNode discriminator : List.of(field, compared, loss.path("discriminator"))) {
            assertThat(discriminator.path("propertyName").asString()).isEqualTo("type");
            assertThat(discriminator.path("mapping").path("emd").asString())
                    .isEqualTo("#/components/schemas/EarthMovers");
        }
        assertThat(schemas.path("EarthMovers").toString()).contains("\"enum\":[\"emd\"]");
    }

    @Test
    void theDocumentSaysWhatFieldsMean() throws Exception {
        JsonNode schemas = json(get("/v3/api-docs")).path("components").path("schemas");
        assertThat(schemas.path("SplitSpec")
                        .path("properties")
                        .path("test")
                        .path("description")
                        .asString())
                .isNotEmpty();
        assertThat(schemas.at("/FoldMean/properties/low/description").asString())
                .contains("Student's t");
    }

    @Test
    void theDocumentDescribesEvaluationsAndTheFormatsAndOrdersOfTheirSamples() throws Exception {
        JsonNode api = json(get("/v3/api-docs"));
        assertThat(api.path("paths").propertyNames())
                .contains("/v1/models/{reference}/evaluations", "/v1/evaluations/{id}/cancel");
        JsonNode samples =
                api.path("paths").path("/v1/evaluations/{id}/samples").path("get");
        assertThat(samples.path("responses").path("200").path("content").propertyNames())
                .contains("application/json", "text/csv", "application/x-ndjson");
        assertThat(samples.path("parameters")
                        .valueStream()
                        .filter(parameter -> parameter.path("name").asString().equals("sort"))
                        .findFirst()
                        .orElseThrow()
                        .at("/schema/enum")
                        .toString())
                .isEqualTo("[\"sample\",\"loss\"]");
        assertThat(api.at("/components/schemas/Anomalies/properties/threshold/description")
                        .asString())
                .contains("3.5 deviations");
    }
}
