package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** From pictures to a recommended loss by HTTP alone, with the real ResNet50, random weights and small pictures. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LossComparisonTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String COMPARISONS = "/v1/loss-comparisons";

    private static final Path HOME = Path.of(
                    "target", "loss-comparison-" + ProcessHandle.current().pid())
            .toAbsolutePath();

    @LocalServerPort
    private int port;

    private Api api;
    private String succeeded = "";
    private JsonNode result = MissingNode.getInstance();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", HOME::toString);
        registry.add("bubblegram.demo.enabled", () -> false);
    }

    @BeforeAll
    void compareOnce() throws Exception {
        connect();
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 40, "seed": 5, "width": 64, "height": 64}}""");
        HttpResponse<String> created = api.post(COMPARISONS, """
                {"dataset": "small", "input": {"size": 64}, "epochs": 5, "losses": [
                 {"type": "squared-emd"}, {"type": "cosine", "magnitudePenalty": 0.1},
                 {"type": "cosine", "magnitudePenalty": 1}]}""");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
        succeeded = created.headers().firstValue("Location").orElseThrow();
        JsonNode ended = api.endedAt(succeeded, PATIENCE);
        assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        assertThat(ended.path("progress").asDouble()).isEqualTo(1);
        result = ended.path("result");
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    @Test
    void eachLossHasARowWithItsParametersAndEveryMetricOfEachFold() {
        assertThat(result.path("losses")
                        .valueStream()
                        .map(row -> row.at("/loss/type").asString()))
                .containsExactlyInAnyOrder("squared-emd", "cosine", "cosine");
        assertThat(result.path("losses")
                        .valueStream()
                        .filter(row -> row.path("loss").has("magnitudePenalty")))
                .extracting(row -> row.at("/loss/magnitudePenalty").asDouble())
                .containsExactlyInAnyOrder(0.1, 1.0);
        for (JsonNode row : result.path("losses")) {
            JsonNode emd = row.at("/metrics/emd");
            double mean = emd.path("mean").asDouble();
            assertThat(emd.path("values")).hasSize(3);
            assertThat(emd.path("values")
                            .valueStream()
                            .mapToDouble(JsonNode::asDouble)
                            .average()
                            .orElseThrow())
                    .isEqualTo(mean, within(1e-9));
            assertThat(mean)
                    .isBetween(emd.path("low").asDouble(), emd.path("high").asDouble());
        }
        assertThat(result.at("/constantAnswer/intersection/values")).hasSize(3);
    }

    @Test
    void theRecommendationFollowsFromTheTable() {
        JsonNode best = result.path("losses").get(0);
        double constantAnswer = result.at("/constantAnswer/emd/mean").asDouble();
        JsonNode recommendation = result.path("recommendation");

        assertThat(result.path("losses")
                        .valueStream()
                        .map(row -> row.at("/metrics/emd/mean").asDouble())
                        .toList())
                .isSorted();
        if (best.at("/metrics/emd/mean").asDouble() < constantAnswer) {
            assertThat(recommendation.path("loss")).isEqualTo(best.path("loss"));
            assertThat(recommendation.path("sentence").asString()).contains("had the lowest EMD (");
        } else {
            assertThat(recommendation.has("loss")).isFalse();
            assertThat(recommendation.path("sentence").asString()).startsWith("No loss beats the constant answer");
        }
    }

    @Test
    void aTrainingJobOnTheSameFeaturesFindsThemInTheCache() throws Exception {
        List<String> before = cached();
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "input": {"size": 64}, "epochs": 1}""");

        assertThat(api.ended(job.path("id").asString(), PATIENCE).path("state").asString())
                .isEqualTo("succeeded");
        assertThat(cached()).isEqualTo(before);
    }

    @Test
    void theSameRequestFindsTheSameNumbers() throws Exception {
        JsonNode again = api.create(COMPARISONS, """
                {"dataset": "small", "input": {"size": 64}, "epochs": 5,
                 "losses": [{"type": "squared-emd"}, {"type": "cosine", "magnitudePenalty": 0.1}]}""");

        JsonNode table = api.endedAt(COMPARISONS + "/" + again.path("id").asString(), PATIENCE)
                .path("result");
        assertThat(table.path("constantAnswer")).isEqualTo(result.path("constantAnswer"));
        assertThat(emd(table, "squared-emd")).isEqualTo(emd(result, "squared-emd"));
    }

    @Test
    void comparisonsAreListedByPageWithoutTheirTables() throws Exception {
        api.create(COMPARISONS, "{\"dataset\": \"small\", \"input\": {\"size\": 64}, \"epochs\": 1}");
        JsonNode page = api.get(COMPARISONS + "?limit=1");
        JsonNode rest =
                api.get(COMPARISONS + "?cursor=" + page.path("nextCursor").asString());

        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("items").get(0).path("spec").path("losses")).hasSize(15);
        assertThat(rest.path("items")).isNotEmpty();
        assertThat(rest.path("items").get(0).has("result")).isFalse();
    }

    @Test
    void aDataSetDeletedUnderItFailsTheComparisonAndTheNextOneIsWorkedOn() throws Exception {
        api.create("/v1/datasets", """
                {"name": "gone", "render": {"images": 12, "seed": 6, "width": 64, "height": 64}}""");
        JsonNode comparison = api.create(COMPARISONS, "{\"dataset\": \"gone\", \"input\": {\"size\": 64}}");
        assertThat(api.send(api.request("/v1/datasets/gone").DELETE()).statusCode())
                .isEqualTo(204);

        JsonNode ended = api.endedAt(COMPARISONS + "/" + comparison.path("id").asString(), PATIENCE);

        assertThat(ended.path("state").asString()).isEqualTo("failed");
        assertThat(ended.at("/error/code").asString()).isEqualTo("dataset_not_found");
        assertThat(api.send(api.request(COMPARISONS + "/"
                                        + comparison.path("id").asString() + "/cancel")
                                .POST(BodyPublishers.noBody()))
                        .body())
                .contains("loss_comparison_finished");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"dataset": "small", "losses": [{"type": "emd"}]}                                  | losses
            {"dataset": "small", "losses": [{"type": "emd"}, {"type": "emd"}]}                 | losses[1]
            {"dataset": "small", "losses": [{"type": "emd"}, {"type": "magic"}]}               | losses[1].type
            {"dataset": "small", "losses": [{"type": "emd"}, {"type": "iou", "smoothing": 1}]} | losses[1].smoothing
            {"dataset": "small", "losses": [{"type": "emd"}, {"type": "cosine", "magnitudePenalty": -1}]} | losses[1].magnitudePenalty
            {"dataset": "small", "folds": 1}                                                   | folds
            {"dataset": "small", "folds": 11}                                                  | folds
            {"dataset": "small", "folds": "3"}                                                 | folds
            {"dataset": "small", "metric": "beauty"}                                           | metric
            {"dataset": "small", "backbone": {"trainable": "all"}}                             | backbone.trainable
            {"dataset": "small", "backbone": {"weights": "unheard-of"}}                        | backbone.weights
            {"dataset": "small", "optimizer": {"learningRate": 2}}                             | optimizer.learningRate
            {"dataset": "small", "split": {"validation": 0.5, "test": 0.5}}                    | split.validation
            {"dataset": "small", "model": "froth"}                                             | model
            {"folds": 3}                                                                       | dataset
            """)
    void aFieldThatDoesNotFitIsNamed(String request, String field) throws Exception {
        HttpResponse<String> answer = api.post(COMPARISONS, request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Api.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void moreFoldsThanSamplesOutsideTheTestSplitAreRefused() throws Exception {
        api.create("/v1/datasets", """
                {"name": "six", "render": {"images": 6, "seed": 7, "width": 64, "height": 64}}""");
        HttpResponse<String> answer = api.post(COMPARISONS, "{\"dataset\": \"six\", \"folds\": 10}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Api.json(answer).path("code").asString()).isEqualTo("folds_impossible");
        assertThat(Api.json(answer).at("/errors/0/field").asString()).isEqualTo("folds");
    }

    @Test
    void whatIsNotThereIsSaidToBe() throws Exception {
        HttpResponse<String> comparison = api.send(api.request(COMPARISONS + "/" + UUID.randomUUID()));
        HttpResponse<String> dataset = api.post(COMPARISONS, "{\"dataset\": \"nowhere\"}");

        assertThat(comparison.statusCode()).isEqualTo(404);
        assertThat(Api.json(comparison).path("code").asString()).isEqualTo("loss_comparison_not_found");
        assertThat(dataset.statusCode()).isEqualTo(404);
        assertThat(Api.json(dataset).path("code").asString()).isEqualTo("dataset_not_found");
    }

    @Test
    void theSameIdempotencyKeyAnswersTheSameComparison() throws Exception {
        Stream.Builder<String> locations = Stream.builder();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = api.send(api.request(COMPARISONS)
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "evening-2")
                    .POST(BodyPublishers.ofString(
                            "{\"dataset\": \"small\", \"input\": {\"size\": 64}, \"epochs\": 1}")));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            locations.add(answer.headers().firstValue("Location").orElseThrow());
        }
        assertThat(locations.build().distinct()).hasSize(1);
    }

    private static JsonNode emd(JsonNode table, String type) {
        return table.path("losses")
                .valueStream()
                .filter(row -> row.at("/loss/type").asString().equals(type))
                .findFirst()
                .orElseThrow()
                .at("/metrics/emd/values");
    }

    private static List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
