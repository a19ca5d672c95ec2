package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The real network trained to every depth on small pictures, by HTTP. */
class DeepTrainingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    private static Path home;

    private static ServiceProcess service;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        service = ServiceProcess.start(home, "--bubblegram.demo.enabled=false");
        api = service.api();
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"layer4", "layer3", "all"})
    void aHeadStageComesFirstAndThePublishedEpochIsTheBestOfTheLastStage(String trainable) throws Exception {
        JsonNode ended = train(trainable, """
                "backbone": {"trainable": "%s"}, "epochs": 2, "batchSize": 8""".formatted(trainable));

        List<String> learned = new ArrayList<>();
        double lowest = Double.POSITIVE_INFINITY;
        for (JsonNode epoch : metrics(ended)) {
            learned.add(epoch.get("trainable").asString());
            if (epoch.get("trainable").asString().equals(trainable)) {
                lowest = Math.min(lowest, epoch.get("validation").get("emd").asDouble());
            }
        }
        assertThat(learned).startsWith("none").endsWith(trainable, trainable);
        assertThat(learned.stream().distinct()).containsExactly("none", trainable);
        assertThat(card(trainable, 1)
                        .get("evaluation")
                        .get("validation")
                        .get("metrics")
                        .get("emd")
                        .get("model")
                        .asDouble())
                .isEqualTo(lowest);
        assertThat(notices(ended)).contains("stage_ended");
    }

    @Test
    void theSameSpecSeedAndDataGiveTheSameWeightsAndFingerprint() throws Exception {
        String spec = """
                "backbone": {"trainable": "layer4"}, "epochs": 2, "head": {"dropout": {"rate": 0.2}},
                "stages": [{"trainable": "none", "epochs": 2}]""";
        train("same", spec);
        train("same", spec);
        train("same", spec + ", \"seed\": 2");

        assertThat(weights(2)).isEqualTo(weights(1));
        assertThat(card("same", 2).get("fingerprint")).isEqualTo(card("same", 1).get("fingerprint"));
        assertThat(weights(3)).isNotEqualTo(weights(1));
        assertThat(card("same", 3).get("fingerprint"))
                .isNotEqualTo(card("same", 1).get("fingerprint"));
    }

    @Test
    void anEpochTellsHowGradientsScatterAndHowFarAnswersAreFromTheConstantOne() throws Exception {
        JsonNode ended = train("told", """
                "epochs": 2, "batchSize": 16, "head": {"variational": {"sampling": "per-batch"}}""");

        JsonNode epoch = metrics(ended).get(1);
        assertThat(epoch.get("gradients").get("variance").asDouble()).isPositive();
        assertThat(epoch.get("gradients").get("batchVariance").asDouble()).isPositive();
        assertThat(epoch.get("constantDistance").asDouble()).isPositive();
        assertThat(epoch.get("validationLosses").size()).isEqualTo(15);
        assertThat(epoch.get("learningRate").asDouble()).isPositive();
    }

    @Test
    void whereMixupIsAskedForHistogramsThatAreLearnedFromAreBlended() throws Exception {
        // one step from answers near uniform: the divergence is about log K less the mean entropy of the targets
        String spec = """
                "backbone": {"trainable": "all"}, "stages": [], "epochs": 1, "batchSize": 32,
                "loss": {"type": "kullback-leibler"}, "augmentation": {"mixup": %s}""";
        double plain = firstLoss(train("plain", spec.formatted("0")));
        double blended = firstLoss(train("blended", spec.formatted("1")));

        assertThat(blended).as("blends are of more entropy").isLessThan(0.9 * plain);
    }

    private static double firstLoss(JsonNode ended) throws Exception {
        return metrics(ended).get(0).get("trainLoss").asDouble();
    }

    private static JsonNode train(String model, String spec) throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "%s", "input": {"size": 32}, %s}""".formatted(model, spec));
        JsonNode ended = api.ended(job.get("id").asString(), PATIENCE);
        assertThat(ended.get("state").asString())
                .as("%s\n%s", ended.toPrettyString(), service.log())
                .isEqualTo("succeeded");
        return ended;
    }

    private static JsonNode metrics(JsonNode job) throws Exception {
        return api.get("/v1/training-jobs/" + job.get("id").asString() + "/metrics")
                .get("items");
    }

    private static List<String> notices(JsonNode job) throws Exception {
        List<String> codes = new ArrayList<>();
        for (JsonNode event : api.get("/v1/training-jobs/" + job.get("id").asString() + "/events?limit=200")
                .get("items")) {
            if (event.get("type").asString().equals("notice")) {
                codes.add(event.get("data").get("code").asString());
            }
        }
        return codes;
    }

    private static JsonNode card(String model, int version) throws Exception {
        return api.get("/v1/models/" + model + "/versions/" + version).get("card");
    }

    private static String weights(int version) throws Exception {
        return api.get("/v1/models/same/versions/" + version)
                .get("files")
                .get("model.safetensors")
                .asString();
    }
}
