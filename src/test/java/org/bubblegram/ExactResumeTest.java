package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The real network, small pictures, everything that a run has to remember: stages, moments, schedules, averages, noise,
 * mixup and lighting. A process that is killed again and again ends where one does that is left alone.
 */
@Tag("faults")
class ExactResumeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int EPOCHS = 6;

    private static final String JOB = """
            {"dataset": "small", "model": "small", "input": {"size": 32},
             "backbone": {"trainable": "all"},
             "head": {"hiddenUnits": [16], "dropout": {"rate": 0.3},
                      "variational": {"sampling": "local-reparameterization"}},
             "stages": [
               {"trainable": "none", "epochs": 2, "optimizer": {"schedule": {"type": "plateau", "patience": 1}}},
               {"trainable": "layer4", "epochs": 2, "optimizer": {"type": "sgd", "learningRate": 0.001}}],
             "epochs": 2, "batchSize": 4, "accumulationSteps": 2, "gradientClipNorm": 1,
             "optimizer": {"warmupSteps": 2, "layerDecay": 0.8},
             "augmentation": {"mixup": 0.3, "lighting": 0.2}, "weightAveraging": {"decay": 0.9},
             "earlyStopping": {"patience": 100}, "seed": 5}""";

    @TempDir
    Path folder;

    private record Outcome(List<String> curve, String weights) {}

    @Test
    void aRunThatIsKilledAtRandomMomentsEndsBitForBitLikeOneThatIsLeftAlone() throws Exception {
        Outcome unbroken = run(Files.createDirectory(folder.resolve("unbroken")), 0);
        Outcome broken = run(Files.createDirectory(folder.resolve("broken")), 3);

        assertThat(unbroken.curve).hasSize(EPOCHS);
        assertThat(broken.curve).isEqualTo(unbroken.curve);
        assertThat(broken.weights).isEqualTo(unbroken.weights);
    }

    /** Kills the process so many times on the way. */
    private static Outcome run(Path home, int kills) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        String job = null;
        for (int i = 0; i < kills; i++) {
            try (ServiceProcess service = ServiceProcess.start(home, "--bubblegram.demo.enabled=false")) {
                job = job == null ? start(service.api()) : job;
                awaitEpochs(service.api(), job, 2 * i + 1);
                Awaitility.await() // somewhere in the next epoch
                        .pollDelay(Duration.ofMillis(random.nextInt(1500)))
                        .until(() -> true);
                service.kill();
            }
        }
        try (ServiceProcess service = ServiceProcess.start(home, "--bubblegram.demo.enabled=false")) {
            Api api = service.api();
            job = job == null ? start(api) : job;
            JsonNode ended = api.ended(job, PATIENCE);
            assertThat(ended.get("state").asString())
                    .as("%s\n%s", ended.toPrettyString(), service.log())
                    .isEqualTo("succeeded");
            JsonNode version = api.get("/v1/models/small/versions/1");
            return new Outcome(
                    curve(api, job),
                    version.get("files").get("model.safetensors").asString());
        }
    }

    private static String start(Api api) throws Exception {
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
        return api.create("/v1/training-jobs", JOB).get("id").asString();
    }

    private static void awaitEpochs(Api api, String job, int epochs) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> curve(api, job).size() >= epochs);
    }

    /** What does not depend on the clock, of each epoch. */
    private static List<String> curve(Api api, String job) throws Exception {
        List<String> curve = new ArrayList<>();
        for (JsonNode epoch : api.get("/v1/training-jobs/" + job + "/metrics").get("items")) {
            curve.add(epoch.get("epoch") + " " + epoch.get("step") + " " + epoch.get("trainable") + " "
                    + epoch.get("trainLoss") + " " + epoch.get("validationLoss") + " " + epoch.get("validation") + " "
                    + epoch.get("learningRate") + " " + epoch.get("gradientNorm") + " " + epoch.get("gradients"));
        }
        return curve;
    }
}
