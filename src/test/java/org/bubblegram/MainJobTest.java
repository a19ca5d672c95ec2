package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bubblegram.Uploads.picture;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** From pictures to answers by HTTP alone, with the real ResNet50 on small pictures. */
@DirtiesContext // frees the memory of its models
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    // not @TempDir, which is made after the instance that this life cycle needs first
    private static final Path HOME =
            Path.of("target", "main-job-" + ProcessHandle.current().pid()).toAbsolutePath();

    @LocalServerPort
    private int port;

    private Api api;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", HOME::toString);
        registry.add("bubblegram.demo.enabled", () -> false);
    }

    @BeforeAll
    void trainOnce() throws Exception {
        connect();
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 40, "seed": 5, "width": 64, "height": 64}}""");
        JsonNode ended = train("""
                {"dataset": "small", "model": "froth", "input": {"size": 64}, "epochs": 20}""");
        assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
    }

    @Test
    void theVersionsCardHoldsMetricsBesideTheConstantAnswerAndAllThatMadeIt() throws Exception {
        JsonNode card = api.get("/v1/models/froth/versions/1").get("card");

        JsonNode emd = card.get("evaluation").get("test").get("metrics").get("emd");
        assertThat(emd.get("model").asDouble()).isPositive();
        assertThat(emd.get("constantAnswer").asDouble()).isPositive();
        assertThat(card.get("bins")).hasSize(6);
        assertThat(card.get("activation").asString()).isEqualTo("softmax");
        assertThat(card.get("spec").get("epochs").asInt()).isEqualTo(20);
        assertThat(card.get("dataset").get("fingerprint").asString()).hasSize(64);
    }

    @Test
    void onePhotographIsAnsweredWithAHistogramAndItsStatistics() throws Exception {
        JsonNode prediction = Api.json(predict("froth", "image/png", picture(0)));

        double sum = 0;
        for (JsonNode bin : prediction.get("histogram").get("bins")) {
            sum += bin.get("fraction").asDouble();
        }
        assertThat(prediction.get("model").asString()).isEqualTo("froth@1");
        assertThat(sum).isCloseTo(1, within(1e-6));
        JsonNode statistics = prediction.get("statistics");
        assertThat(statistics.get("d10").asDouble())
                .isLessThan(statistics.get("d50").asDouble());
        assertThat(statistics.get("d50").asDouble())
                .isLessThan(statistics.get("d90").asDouble());
        assertThat(statistics.get("d32").asDouble())
                .isGreaterThan(statistics.get("mean").asDouble());
        assertThat(prediction.get("image").get("width").asInt()).isEqualTo(64);
    }

    @Test
    void manyPhotographsAreAnsweredOneByOneAndPooledAsJsonOrCsv() throws Exception {
        HttpRequest.Builder request = api.request("/v1/models/froth/predictions")
                .header("Content-Type", Uploads.MULTIPART)
                .POST(Uploads.images(picture(0), picture(1), picture(2)));
        JsonNode answer = Api.json(api.send(request));

        assertThat(answer.get("predictions")).hasSize(3);
        assertThat(fraction(answer.get("pooled"), 2))
                .isCloseTo(
                        (fraction(answer.get("predictions").get(0), 2)
                                        + fraction(answer.get("predictions").get(1), 2)
                                        + fraction(answer.get("predictions").get(2), 2))
                                / 3,
                        within(1e-6));
        JsonNode alone = Api.json(predict("froth@1", "image/png", picture(1)));
        assertThat(fraction(answer.get("predictions").get(1), 2)).isCloseTo(fraction(alone, 2), within(1e-5));

        HttpResponse<String> csv = api.send(request.header("Accept", "text/csv"));
        assertThat(csv.body().lines().toList().get(0))
                .startsWith("image,")
                .endsWith(",mean,d10,d50,d90,d32,novelty,novelty threshold,outOfDistribution");
        assertThat(csv.body().lines()).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void anAliasDecidesWhoAnswersAndProtectsItsVersion() throws Exception {
        JsonNode ended = train("""
                {"dataset": "small", "model": "twice", "input": {"size": 64}, "epochs": 2, "seed": 1}""");
        assertThat(ended.get("version").asInt()).isEqualTo(1);
        train("""
                {"dataset": "small", "model": "twice", "input": {"size": 64}, "epochs": 2, "seed": 2}""");

        assertThat(answering("twice")).isEqualTo("twice@2");
        HttpResponse<String> alias = api.send(api.request("/v1/models/twice/aliases/production")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"version\": 1}")));
        assertThat(alias.statusCode()).as(alias.body()).isBetween(200, 204);
        assertThat(answering("twice")).isEqualTo("twice@1");
        HttpResponse<String> refused =
                api.send(api.request("/v1/models/twice/versions/1").DELETE());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(Api.json(refused).get("code").asString()).isEqualTo("version_in_use");
    }

    @Test
    void everyLossOfTheMissionTrainsByItsName() throws Exception {
        for (String loss : List.of(
                "{\"type\": \"softmax-cross-entropy\", \"labelSmoothing\": 0.05}",
                "{\"type\": \"sigmoid-l2\", \"distance\": \"euclidean\"}",
                "{\"type\": \"cosine\", \"magnitudePenalty\": 0.1}")) {
            JsonNode ended = train("""
                    {"dataset": "small", "model": "losses", "input": {"size": 64}, "epochs": 3, "loss": %s}""".formatted(loss));
            assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        }
    }

    @Test
    void theWholeNetworkCanBeTrained() throws Exception {
        JsonNode ended = train("""
                {"dataset": "small", "model": "whole", "input": {"size": 32}, "epochs": 2, "batchSize": 8,
                 "backbone": {"trainable": "all"}}""");

        assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        assertThat(answering("whole")).isEqualTo("whole@1");
    }

    @Test
    void eventsAreToldLiveAndGoOnAfterTheLastOneSeen() throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "live", "input": {"size": 64}, "epochs": 3}""");
        String events = "/v1/training-jobs/" + job.get("id").asString() + "/events";
        String stream = api.send(api.request(events).header("Accept", "text/event-stream"))
                .body();

        assertThat(stream).contains("event:epoch").contains("succeeded");
        List<Integer> ids = new ArrayList<>();
        stream.lines()
                .filter(line -> line.startsWith("id:"))
                .forEach(line -> ids.add(Integer.parseInt(line.substring(3).strip())));
        assertThat(ids).isSorted().doesNotHaveDuplicates().startsWith(1);
        String rest = api.send(api.request(events)
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", String.valueOf(ids.get(ids.size() - 2))))
                .body();
        assertThat(rest).contains("id:" + ids.get(ids.size() - 1)).doesNotContain("id:" + ids.get(0) + "\n");
    }

    @Test
    void anUploadedArchiveIsTrainedOnAndItsImagesAreShown() throws Exception {
        HttpResponse<String> answer = api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("uploaded"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);

        JsonNode sample = api.get("/v1/datasets/uploaded/samples").get("items").get(3);
        assertThat(sample.get("image").asString()).isEqualTo("3.png");
        var thumbnail = java.net.http.HttpClient.newHttpClient()
                .send(
                        api.request("/v1/datasets/uploaded/samples/3/image?width=32")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(ImageIO.read(new ByteArrayInputStream(thumbnail.body())).getWidth())
                .isEqualTo(32);
        assertThat(train("""
                {"dataset": "uploaded", "model": "uploaded", "input": {"size": 64}, "epochs": 2}""").get("state").asString()).isEqualTo("succeeded");
    }

    @Test
    void aJobThatIsCancelledStopsAndStaysReadable() throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "never", "input": {"size": 64}, "epochs": 10000,
                 "earlyStopping": {"patience": 10000}}""");
        String path = "/v1/training-jobs/" + job.get("id").asString();
        assertThat(api.post(path + "/cancel", "").statusCode()).isBetween(200, 202);

        assertThat(api.ended(job.get("id").asString(), PATIENCE).get("state").asString())
                .isEqualTo("cancelled");
        assertThat(api.post(path + "/cancel", "").statusCode()).isEqualTo(409);
        assertThat(api.send(api.request("/v1/models/never")).statusCode()).isEqualTo(404);
    }

    @Test
    void aSpecThatCannotRunIsRefusedAtOnce() throws Exception {
        HttpResponse<String> backbone = api.post("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "backbone": {"weights": "unheard-of"}}""");
        assertThat(backbone.statusCode()).isEqualTo(400);
        assertThat(Api.json(backbone).get("errors").get(0).get("field").asString())
                .isEqualTo("backbone.weights");

        HttpResponse<String> nothingLeft = api.post("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "split": {"validation": 0.5, "test": 0.5}}""");
        assertThat(nothingLeft.statusCode()).isEqualTo(400);
        assertThat(Api.json(nothingLeft).get("errors")).hasSize(2);

        api.create("/v1/datasets", """
                {"name": "two", "render": {"images": 2, "width": 64, "height": 64}}""");
        HttpResponse<String> split = api.post("/v1/training-jobs", """
                {"dataset": "two", "model": "froth"}""");
        assertThat(split.statusCode()).isEqualTo(422);
        assertThat(Api.json(split).get("code").asString()).isEqualTo("split_impossible");
        assertThat(Api.json(split).at("/errors/0/field").asString()).isEqualTo("split");
    }

    @Test
    void theSameIdempotencyKeyAnswersTheSameJob() throws Exception {
        String spec = """
                {"dataset": "small", "model": "once", "input": {"size": 64}, "epochs": 1}""";
        List<String> locations = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = api.send(api.request("/v1/training-jobs")
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", "evening-1")
                    .POST(BodyPublishers.ofString(spec)));
            assertThat(answer.statusCode()).isEqualTo(202);
            locations.add(answer.headers().firstValue("Location").orElseThrow());
        }
        assertThat(locations.get(0)).isEqualTo(locations.get(1));
    }

    @Test
    void aJobThatWaitsOrTrainsIsPausedAndGoesOnOnceItIsResumed() throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "paused", "input": {"size": 64}, "epochs": 3, "priority": 7}""");
        String path = "/v1/training-jobs/" + job.get("id").asString();
        assertThat(job.get("priority").asInt()).isEqualTo(7);
        assertThat(job.get("tenant").asString()).isEqualTo("default");
        assertThat(api.post(path + "/pause", "").statusCode()).isEqualTo(202);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> api.get(path).get("state").asString().equals("paused"));

        assertThat(api.post(path + "/resume", "").statusCode()).isEqualTo(202);

        JsonNode ended = api.ended(job.get("id").asString(), PATIENCE);
        assertThat(ended.get("state").asString()).isEqualTo("succeeded");
        assertThat(ended.get("attempt").asInt()).isEqualTo(2);
        assertThat(Api.json(api.post(path + "/resume", "")).get("code").asString())
                .isEqualTo("job_finished");
    }

    private JsonNode train(String request) throws Exception {
        return api.ended(api.create("/v1/training-jobs", request).get("id").asString(), PATIENCE);
    }

    private HttpResponse<String> predict(String model, String type, byte[] image) throws Exception {
        HttpResponse<String> answer =
                api.post("/v1/models/" + model + "/predictions", type, BodyPublishers.ofByteArray(image));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private String answering(String model) throws Exception {
        return Api.json(predict(model, "image/png", picture(0))).get("model").asString();
    }

    private static double fraction(JsonNode prediction, int bin) {
        return prediction.get("histogram").get("bins").get(bin).get("fraction").asDouble();
    }
}
