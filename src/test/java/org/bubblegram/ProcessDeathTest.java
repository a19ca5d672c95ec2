package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The real ResNet50 on small pictures, in a process of its own. */
@Tag("faults")
class ProcessDeathTest {
    private static final String NO_DEMO = "--bubblegram.demo.enabled=false";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path home;

    @Test
    void aJobWhoseProcessIsKilledGoesOnFromItsLastCheckpointAtTheNextStart() throws Exception {
        String job;
        int checkpointed;
        try (ServiceProcess service = ServiceProcess.start(home, NO_DEMO)) {
            Api api = service.api();
            job = endlessJob(api);
            awaitCheckpoint(api, job, 3);
            checkpointed = lastCheckpoint(api, job);
            service.kill();
        }
        try (ServiceProcess service = ServiceProcess.start(home, NO_DEMO)) {
            Api api = service.api();
            awaitCheckpoint(api, job, checkpointed + 3);

            List<Integer> epochs = new ArrayList<>();
            api.get("/v1/training-jobs/" + job + "/metrics")
                    .get("items")
                    .forEach(epoch -> epochs.add(epoch.get("epoch").asInt()));
            assertThat(epochs).startsWith(1, 2, 3).isSorted().doesNotHaveDuplicates();
            assertThat(api.get("/v1/training-jobs/" + job).get("attempt").asInt())
                    .isEqualTo(2);
            assertThat(notices(api, job)).contains("resumed");

            api.post("/v1/training-jobs/" + job + "/cancel", "");
            assertThat(api.ended(job, PATIENCE).get("state").asString()).isEqualTo("cancelled");
        }
    }

    @Test
    void aTerminatedProcessHandsItsJobBackAndTheNextOneTakesItUp() throws Exception {
        String job;
        try (ServiceProcess service = ServiceProcess.start(home, NO_DEMO)) {
            job = endlessJob(service.api());
            awaitCheckpoint(service.api(), job, 1);
            assertThat(service.terminate()).isEqualTo(143);
        }
        try (ServiceProcess service = ServiceProcess.start(home, NO_DEMO)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> notices(service.api(), job).contains("resumed"));
        }
    }

    @Test
    void aFirstStartMakesTheDemoAndSaysHowToTryIt() throws Exception {
        try (ServiceProcess service =
                ServiceProcess.start(home, "--bubblegram.demo.images=24", "--bubblegram.demo.input-size=32")) {
            Awaitility.await().atMost(PATIENCE).until(() -> service.log().contains("/v1/models/demo/predictions"));
            assertThat(service.log()).contains("The demo model demo@1 answers at http://127.0.0.1:");
            assertThat(home.resolve("demo/photograph.png")).isNotEmptyFile();
        }
        try (ServiceProcess service = ServiceProcess.start(home)) {
            Awaitility.await().atMost(PATIENCE).until(() -> service.log().contains("/v1/models/demo/predictions"));
            assertThat(service.api().get("/v1/training-jobs").get("items")).hasSize(1);
        }
    }

    @Test
    void aSecondProcessOnTheSameHomeSaysSoAndLeavesTheFirstAlone() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(home, NO_DEMO)) {
            Path upload = Files.writeString(home.resolve("uploads/upload-1.zip"), "on its way");

            assertThat(ServiceProcess.failing(home, NO_DEMO))
                    .contains("Another process uses the same home")
                    .doesNotContain("\tat ");
            assertThat(upload).hasContent("on its way");
            assertThat(service.api().get("/v1/datasets").get("items")).isEmpty();
        }
    }

    private static String endlessJob(Api api) throws Exception {
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "small", "input": {"size": 32}, "epochs": 10000,
                 "earlyStopping": {"patience": 10000}}""");
        return job.get("id").asString();
    }

    private static void awaitCheckpoint(Api api, String job, int epoch) {
        Awaitility.await().atMost(PATIENCE).until(() -> lastCheckpoint(api, job) >= epoch);
    }

    private static int lastCheckpoint(Api api, String job) throws Exception {
        int last = 0;
        for (JsonNode checkpoint :
                api.get("/v1/training-jobs/" + job + "/checkpoints").get("items")) {
            last = checkpoint.get("epoch").asInt();
        }
        return last;
    }

    private static List<String> notices(Api api, String job) throws Exception {
        List<String> codes = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get("/v1/training-jobs/" + job + "/events?limit=200" + cursor);
            for (JsonNode event : page.get("items")) {
                if (event.get("type").asString().equals("notice")) {
                    codes.add(event.get("data").get("code").asString());
                }
            }
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.get("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return codes;
    }
}
