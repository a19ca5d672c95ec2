package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.bubblegram.Api;
import org.bubblegram.ServedApi;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What callers learn of losses and metrics, and that training jobs take them at their word. */
@TestPropertySource(
        properties =
                "spring.datasource.url=jdbc:h2:mem:losses;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH")
class LossApiTest extends ServedApi {
    @Test
    void everyLossIsListedWithItsFormulaItsParametersAndWhenToChooseIt() throws Exception {
        JsonNode losses = api.get("/v1/losses");

        assertThat(losses.path("items").size()).isEqualTo(15);
        assertThat(losses.has("nextCursor")).isFalse();
        assertThat(item(losses, "type", "softmax-l1"))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"type": "softmax-l1", "formula": "sum |p - y|", "activation": "softmax", "parameters": [],
                 "when": "Bounded as softmax-l2 is, and less moved by a few bins that are far off. It is twice the intersection loss."}
                """));
        assertThat(item(losses, "type", "cosine").path("activation").asString()).isEqualTo("normalized-relu");
        assertThat(item(losses, "type", "cosine").path("parameters").path(0))
                .isEqualTo(JsonMapper.shared().readTree("""
                {"name": "magnitudePenalty", "type": "number", "default": 0.1, "minimum": 0, "maximum": 100,
                 "description": "How strongly the logits are held to the target's length; 0 does not hold them at all."}
                """));
        JsonNode distance =
                item(losses, "type", "sigmoid-l2").path("parameters").path(0);
        assertThat(distance.path("default").asString()).isEqualTo("squared");
        assertThat(distance.path("choices").valueStream().map(JsonNode::asString))
                .containsExactly("squared", "euclidean");
        assertThat(item(losses, "type", "squared-emd").path("source").asString())
                .isEqualTo("Hou, Yu and Samaras 2016");
    }

    @Test
    void oneLossIsWhatTheListSaysOfIt() throws Exception {
        JsonNode losses = api.get("/v1/losses");

        for (JsonNode loss : losses.path("items")) {
            assertThat(api.get("/v1/losses/" + loss.path("type").asString())).isEqualTo(loss);
        }
    }

    @Test
    void anUnknownLossIsNotFound() throws Exception {
        HttpResponse<String> answer = api.send(api.request("/v1/losses/magic"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(Api.json(answer).path("code").asString()).isEqualTo("loss_not_found");
        assertThat(Api.json(answer).path("detail").asString()).contains("magic");
    }

    @Test
    void aTrainingJobTakesEachLossWithinItsLimitsAndNamesTheParameterBeyondThem() throws Exception {
        for (JsonNode loss : api.get("/v1/losses").path("items")) {
            String type = loss.path("type").asString();
            for (JsonNode parameter : loss.path("parameters")) {
                String name = parameter.path("name").asString();
                assertThat(code(job(type, name, parameter.path("default").toString())))
                        .isEqualTo("dataset_not_found");
                if (parameter.has("maximum")) {
                    assertThat(code(job(type, name, parameter.path("maximum").toString())))
                            .isEqualTo("dataset_not_found");
                    HttpResponse<String> refused =
                            job(type, name, parameter.path("maximum").toString() + "1");
                    assertThat(Api.json(refused)
                                    .path("errors")
                                    .path(0)
                                    .path("field")
                                    .asString())
                            .isEqualTo("loss." + name);
                }
            }
        }
    }

    @Test
    void everyMetricIsListedAndCanStopTraining() throws Exception {
        JsonNode metrics = api.get("/v1/metrics");

        assertThat(item(metrics, "key", "emd")).isEqualTo(JsonMapper.shared().readTree("""
                {"key": "emd", "formula": "sum |Cp - Cy|", "range": "0 to K - 1", "higherIsBetter": false, "unit": "bins"}
                """));
        assertThat(item(metrics, "key", "cosine").has("unit")).isFalse();
        assertThat(metrics.path("items")
                        .valueStream()
                        .map(metric -> metric.path("key").asString()))
                .hasSize(13)
                .doesNotHaveDuplicates();
        for (JsonNode metric : metrics.path("items")) {
            HttpResponse<String> answer = api.post("/v1/training-jobs", """
                    {"dataset": "none", "model": "m", "earlyStopping": {"metric": %s}}""".formatted(metric.path("key")));
            assertThat(code(answer)).as(answer.body()).isEqualTo("dataset_not_found");
        }
    }

    @Test
    void theDocumentSaysWhatTheFieldsOfALossAre() throws Exception {
        JsonNode schemas = api.get("/v3/api-docs").path("components").path("schemas");

        JsonNode parameter = schemas.path("Parameter").path("properties");
        assertThat(parameter.propertyNames()).contains("name", "type", "default", "minimum", "maximum", "choices");
        assertThat(schemas.path("LossDescription").path("properties").propertyNames())
                .contains("type", "formula", "activation", "parameters", "when", "source");
        assertThat(Stream.of("formula", "when", "source")
                        .map(field -> schemas.path("LossDescription")
                                .path("properties")
                                .path(field)
                                .path("description")
                                .asString()))
                .allSatisfy(text -> assertThat(text).isNotEmpty());
    }

    private HttpResponse<String> job(String loss, String parameter, String value) throws Exception {
        return api.post("/v1/training-jobs", """
                {"dataset": "none", "model": "m", "loss": {"type": "%s", "%s": %s}}""".formatted(loss, parameter, value));
    }

    private static String code(HttpResponse<String> answer) {
        return Api.json(answer).path("code").asString();
    }

    private static JsonNode item(JsonNode page, String field, String value) {
        return page.path("items")
                .valueStream()
                .filter(item -> item.path(field).asString().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
