package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** From a model to the loss of each sample by HTTP alone, with the real ResNet50, random weights and small pictures. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluationTest {
    private static final int SAMPLES = 40;
    private static final String CREATE = "/v1/models/froth/evaluations";

    private static final Path HOME =
            Path.of("target", "evaluation-" + ProcessHandle.current().pid()).toAbsolutePath();

    @LocalServerPort
    private int port;

    private Api api;
    private EvaluationCalls calls;
    private String location = "";
    private JsonNode evaluation = MissingNode.getInstance();

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bubblegram.home", HOME::toString);
        registry.add("bubblegram.demo.enabled", () -> false);
    }

    @BeforeAll
    void evaluateOnce() throws Exception {
        connect();
        calls.train(SAMPLES);
        HttpResponse<String> created = api.post(CREATE, "{\"dataset\": \"small\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(202);
        location = created.headers().firstValue("Location").orElseThrow();
        evaluation = calls.ended(location);
    }

    @BeforeEach
    void connect() {
        api = new Api(port);
        calls = new EvaluationCalls(api);
    }

    @Test
    void eachSampleHasWhatThePredictionsAnswerForItsPictureAndTheLossThatFollows() throws Exception {
        JsonNode samples = api.get(location + "/samples?limit=200").path("items");

        assertThat(samples).hasSize(SAMPLES);
        for (int id : new int[] {0, 7, 8, 39}) { // of several batches
            JsonNode sample = samples.get(id);
            List<Double> predicted = calls.predicted(id);
            List<Double> answered = EvaluationCalls.numbers(sample.path("prediction"));
            double far = 0;
            double loss = 0;
            for (int k = 0; k < predicted.size(); k++) {
                assertThat(answered.get(k)).isCloseTo(predicted.get(k), within(1e-5));
                far += predicted.get(k) - sample.path("target").get(k).asDouble();
                loss += far * far;
            }
            assertThat(sample.path("id").asInt()).isEqualTo(id);
            assertThat(sample.path("loss").asDouble()).isCloseTo(loss, within(1e-4));
        }
    }

    @Test
    void theReportIsTheMeanOfTheSamplesBesideTheConstantAnswer() throws Exception {
        List<Double> losses =
                EvaluationCalls.numbers(api.get(location + "/samples?limit=200").path("items"), "loss");
        JsonNode result = evaluation.path("result");

        assertThat(evaluation.path("model").asString()).isEqualTo("froth@1");
        assertThat(evaluation.path("progress").asDouble()).isEqualTo(1);
        assertThat(result.at("/report/samples").asInt()).isEqualTo(SAMPLES);
        assertThat(result.at("/report/loss").asDouble())
                .isCloseTo(losses.stream().reduce(0.0, Double::sum) / SAMPLES, within(1e-9));
        // the loss at logits and the one at fractions are the same number for those of a softmax
        assertThat(result.at("/report/losses/squared-emd/model").asDouble())
                .isCloseTo(result.at("/report/loss").asDouble(), within(1e-5));
        assertThat(result.at("/loss/type").asString()).isEqualTo("squared-emd");
        assertThat(result.path("bins")).hasSize(6);
        assertThat(result.path("constantAnswer"))
                .isEqualTo(api.get("/v1/models/froth/versions/1").at("/card/trainingHistogram"));
    }

    @Test
    void theTestSplitIsTheOneOfTheTrainingAndScoresAsTheCardSays() throws Exception {
        JsonNode created = api.create(CREATE, "{\"dataset\": \"small\", \"split\": \"test\"}");
        JsonNode report =
                calls.ended("/v1/evaluations/" + created.path("id").asString()).at("/result/report");
        JsonNode card = api.get("/v1/models/froth/versions/1").at("/card/evaluation/test");

        assertThat(created.path("split").asString()).isEqualTo("test");
        assertThat(report.path("samples")).isEqualTo(card.path("samples"));
        assertThat(report.path("loss").asDouble()).isCloseTo(card.path("loss").asDouble(), within(1e-3));
        for (String metric : List.of("emd", "intersection")) {
            JsonNode here = report.path("metrics").path(metric);
            JsonNode there = card.path("metrics").path(metric);
            assertThat(here.path("model").asDouble())
                    .isCloseTo(there.path("model").asDouble(), within(1e-3));
            assertThat(here.path("constantAnswer").asDouble())
                    .isCloseTo(there.path("constantAnswer").asDouble(), within(1e-9));
        }
        assertThat(report.path("metrics").size()).isEqualTo(card.path("metrics").size());
        assertThat(report.path("losses")).hasSize(15);
    }

    @Test
    void samplesArePagedByLossEachOnceAndTheAnomaliesComeFirst() throws Exception {
        List<JsonNode> samples = calls.all(location + "/samples?sort=loss&limit=7");
        List<Boolean> anomalies = samples.stream()
                .map(sample -> sample.path("anomaly").asBoolean())
                .toList();
        List<Double> losses =
                samples.stream().map(sample -> -sample.path("loss").asDouble()).toList();

        assertThat(samples.stream().map(sample -> sample.path("id").asInt()))
                .hasSize(SAMPLES)
                .doesNotHaveDuplicates();
        assertThat(losses).isSorted();
        double threshold = evaluation.at("/result/anomalies/threshold").asDouble();
        int count = evaluation.at("/result/anomalies/count").asInt();
        assertThat(anomalies.subList(0, count)).doesNotContain(false);
        assertThat(anomalies.subList(count, SAMPLES)).doesNotContain(true);
        assertThat(losses.stream().filter(loss -> -loss > threshold)).hasSize(count);
    }

    @Test
    void csvAndLinesHoldWhatTheListHolds() throws Exception {
        JsonNode samples = api.get(location + "/samples?sort=loss&limit=200").path("items");
        String path = location + "/samples?sort=loss";
        HttpResponse<String> lines = api.send(api.request(path).header("Accept", "application/x-ndjson"));
        HttpResponse<String> csv = api.send(api.request(path).header("Accept", "text/csv"));
        assertThat(lines.headers().firstValue("Content-Type").orElse("")).startsWith("application/x-ndjson");
        assertThat(lines.body().lines().map(line -> JsonMapper.shared().readTree(line)))
                .containsExactlyElementsOf(samples);
        List<String> rows = csv.body().lines().toList();
        assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(rows).hasSize(1 + SAMPLES);
        String firstBin = evaluation.at("/result/bins/0").asString();
        assertThat(rows.get(0))
                .startsWith("sample,image,group,split,weight,loss,anomaly,true " + firstBin + ",")
                .contains(",predicted " + firstBin + ",");
        String[] cells = rows.get(1).split(",", -1);
        JsonNode worst = samples.get(0);
        assertThat(cells).hasSize(7 + 12);
        assertThat(cells[0]).isEqualTo(worst.path("id").asString());
        assertThat(cells[3]).isEqualTo(worst.path("split").asString()).isIn("train", "validation", "test");
        assertThat(Double.parseDouble(cells[5])).isEqualTo(worst.path("loss").asDouble());
        assertThat(Double.parseDouble(cells[7])).isEqualTo(worst.at("/target/0").asDouble());
        assertThat(Double.parseDouble(cells[18]))
                .isEqualTo(worst.at("/prediction/5").asDouble());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /samples?sort=size     | sort
            /samples?limit=0       | limit
            /samples?cursor=abc    | cursor
            /samples?anomaly=true  | anomaly
            """)
    void aParameterThatDoesNotFitIsNamed(String query, String field) throws Exception {
        HttpResponse<String> answer = api.send(api.request(location + query));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(Api.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aCursorOfOneOrderIsNoneOfTheOther() throws Exception {
        String cursor =
                api.get(location + "/samples?limit=3").path("nextCursor").asString();

        assertThat(api.send(api.request(location + "/samples?sort=loss&cursor=" + cursor))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            froth   | {}                                        | 400 | invalid_request   | dataset
            froth   | {"dataset": "No Name"}                    | 400 | invalid_request   | dataset
            froth   | {"dataset": 3}                            | 400 | invalid_request   | dataset
            froth   | {"dataset": "small", "split": "holdout"}  | 400 | invalid_request   | split
            froth   | {"dataset": "small", "splits": "test"}    | 400 | invalid_request   | splits
            froth   | {"dataset": "nowhere"}                    | 404 | dataset_not_found |
            froth@9 | {"dataset": "small"}                      | 404 | model_not_found   |
            foam    | {"dataset": "small"}                      | 404 | model_not_found   |
            Froth   | {"dataset": "small"}                      | 400 | invalid_reference |
            froth   | {"dataset": "px"}                         | 422 | dataset_mismatch  | dataset
            froth   | {"dataset": "other", "split": "test"}     | 422 | split_empty       | split
            """)
    void aRequestThatCannotBeCarriedOutIsRefusedAtOnce(
            String model, String request, int status, String code, String field) throws Exception {
        api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("px"));
        api.post("/v1/datasets", """
                {"name": "other", "render": {"images": 6, "seed": 9, "width": 64, "height": 64}}""");

        HttpResponse<String> answer = api.post("/v1/models/" + model + "/evaluations", request);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Api.json(answer).path("code").asString()).isEqualTo(code);
        if (field != null) {
            assertThat(Api.json(answer).at("/errors/0/field").asString()).isEqualTo(field);
        }
    }

    @Test
    void samplesStayReadableWhenTheDataSetIsGone() throws Exception {
        api.create("/v1/datasets", """
                {"name": "gone", "render": {"images": 5, "seed": 6, "width": 64, "height": 64}}""");
        JsonNode created = api.create(CREATE, "{\"dataset\": \"gone\"}");
        String path = "/v1/evaluations/" + created.path("id").asString();
        calls.ended(path);

        assertThat(api.send(api.request("/v1/datasets/gone").DELETE()).statusCode())
                .isEqualTo(204);

        assertThat(api.get(path + "/samples").path("items")).hasSize(5);
        assertThat(api.send(api.request(path + "/cancel").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void aCancelledEvaluationHasNoSamples() throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "long", "input": {"size": 32}, "epochs": 10000,
                 "earlyStopping": {"patience": 10000}}"""); // evaluations wait behind it
        JsonNode created = api.create(CREATE, "{\"dataset\": \"small\"}");
        String path = "/v1/evaluations/" + created.path("id").asString();

        HttpResponse<String> cancelled = api.post(path + "/cancel", "");
        HttpResponse<String> samples = api.send(api.request(path + "/samples"));
        api.post("/v1/training-jobs/" + job.path("id").asString() + "/cancel", "");

        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(Api.json(cancelled).path("state").asString()).isEqualTo("cancelled");
        assertThat(samples.statusCode()).isEqualTo(409);
        assertThat(Api.json(samples).path("code").asString()).isEqualTo("evaluation_not_succeeded");
    }

    @Test
    void theSameIdempotencyKeyAnswersTheSameEvaluationOfTheSameModelAlone() throws Exception {
        String key = UUID.randomUUID().toString();
        HttpResponse<String> first = calls.create("froth", key);
        HttpResponse<String> second = calls.create("froth", key);
        HttpResponse<String> other = calls.create("froth@1", key);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(second.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Api.json(other).path("code").asString()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void whatIsNotThereIsSaidToBe() throws Exception {
        String path = "/v1/evaluations/" + UUID.randomUUID();
        for (HttpResponse<String> answer : List.of(
                api.send(api.request(path)),
                api.send(api.request(path + "/samples")),
                api.post(path + "/cancel", ""))) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
            assertThat(Api.json(answer).path("code").asString()).isEqualTo("evaluation_not_found");
        }
    }

    @Test
    void evaluationsAreListedByPageWithoutTheirResults() throws Exception {
        calls.create("froth", UUID.randomUUID().toString());
        JsonNode page = api.get("/v1/evaluations?limit=1");
        JsonNode rest =
                api.get("/v1/evaluations?cursor=" + page.path("nextCursor").asString());

        assertThat(page.path("items")).hasSize(1);
        assertThat(rest.path("items")).isNotEmpty();
        assertThat(rest.path("items").get(0).has("result")).isFalse();
    }
}
