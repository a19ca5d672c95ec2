package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        service = ServiceProcess.start(
                home, "--bubblegram.demo.enabled=false", "--bubblegram.imports.allowed=" + home.resolve("in"));
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
    void aStageBeginsFromTheBestEpochOfTheOneBeforeNotFromItsLast() throws Exception {
        // steps too long for the head, until an epoch is worse, then steps too short to change anything
        JsonNode ended = train("staged", """
                "backbone": {"trainable": "layer4"}, "epochs": 1, "optimizer": {"learningRate": 1e-8},
                "stages": [{"trainable": "none", "epochs": 60, "patience": 1, "optimizer": {"learningRate": 0.3}}]""");

        List<Double> emd = new ArrayList<>();
        metrics(ended)
                .forEach(epoch -> emd.add(epoch.get("validation").get("emd").asDouble()));
        List<Double> head = emd.subList(0, emd.size() - 1);
        double last = head.get(head.size() - 1);
        double best = Collections.min(head);
        double next = emd.get(head.size());
        assertThat(last).isGreaterThan(best);
        assertThat(Math.abs(next - best)).isLessThan(0.1 * (last - best));
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
    void theSameDataInAnotherOrderIsLearnedFromInAnotherOrderAndTheFingerprintSaysSo() throws Exception {
        List<Integer> order = IntStream.range(0, 12).boxed().collect(Collectors.toList());
        String spec = """
                "epochs": 1, "split": {"by": "sample"}""";
        JsonNode forwards = imported("forwards", order);
        Collections.reverse(order);
        JsonNode backwards = imported("backwards", order);
        train("forwards", "ordered", spec);
        train("backwards", "ordered", spec);

        assertThat(backwards.get("fingerprint")).as("of the data").isEqualTo(forwards.get("fingerprint"));
        assertThat(card("ordered", 2).get("fingerprint"))
                .isNotEqualTo(card("ordered", 1).get("fingerprint"));
        assertThat(card("ordered", 1).get("versions").propertyNames())
                .containsExactly("bubblegram", "djl", "pytorch", "onnxruntime", "java");
    }

    private static JsonNode imported(String name, List<Integer> order) throws Exception {
        Path folder = Files.createDirectories(home.resolve("in").resolve(name));
        StringBuilder labels = new StringBuilder("image,0-10px,10-20px,split\n");
        for (int i : order) {
            Files.write(folder.resolve(i + ".png"), Uploads.picture(i));
            labels.append(i + ".png," + i / 12.0 + "," + (1 - i / 12.0) + ",");
            labels.append(i == 0 ? "validation\n" : i == 1 ? "test\n" : "train\n");
        }
        Files.writeString(folder.resolve("labels.csv"), labels);
        return api.create("/v1/datasets", """
                {"name": "%s", "source": "%s"}""".formatted(name, folder));
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
        return train("small", model, spec);
    }

    private static JsonNode train(String dataset, String model, String spec) throws Exception {
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "%s", "model": "%s", "input": {"size": 32}, %s}""".formatted(dataset, model, spec));
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
