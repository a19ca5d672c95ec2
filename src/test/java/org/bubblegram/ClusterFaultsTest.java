package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Processes of both roles that are killed and terminated. The real ResNet50 on small pictures. */
@Tag("faults")
class ClusterFaultsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int KILLS = 20;

    private static final String JOB = """
            {"dataset": "small", "model": "small", "input": {"size": 32}, "batchSize": 8,
             "stages": [{"trainable": "none", "epochs": 2}],
             "backbone": {"trainable": "layer4"}, "epochs": %d, "earlyStopping": {"patience": 1000}}""";

    @TempDir
    Path folder;

    private Cluster cluster;
    private ServiceProcess front;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        cluster = new Cluster(folder);
        front = cluster.api();
        api = front.api();
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aJobWhoseWorkersAreKilledAtTwentyRandomMomentsSucceedsAndLeavesNothingElse() throws Exception {
        SplittableRandom random = new SplittableRandom(11);
        String job = train(24);
        for (int kill = 0; kill < KILLS; kill++) {
            int attempt = kill + 1;
            try (ServiceProcess worker = cluster.worker()) {
                await(() -> attempt() >= attempt && "running".equals(state(job)));
                if (kill % 4 != 3) { // a job that loses worker after worker without an epoch is given up
                    int before = epochs(job).size();
                    await(() -> epochs(job).size() > before);
                }
                Thread.sleep(random.nextInt(700));
                worker.kill();
            }
        }
        try (ServiceProcess worker = cluster.worker()) {
            JsonNode ended = api.ended(job, PATIENCE);
            assertThat(ended.get("state").asString()).as(worker.log()).isEqualTo("succeeded");
            assertThat(ended.get("attempt").asInt()).isEqualTo(KILLS + 1);
        }
        assertThat(epochs(job)).hasSize(26).isSorted().doesNotHaveDuplicates();
        assertWholeAndAlone();
    }

    /** Of the job, which is the only one. */
    private int attempt() throws Exception {
        return api.get("/v1/training-jobs").get("items").get(0).get("attempt").asInt();
    }

    /** The one version reads back whole, and nothing lies in the store that nothing refers to. */
    private void assertWholeAndAlone() throws Exception {
        HttpResponse<String> archive = api.send(api.request("/v1/models/small/versions/1/export?format=archive"));
        assertThat(archive.statusCode()).isEqualTo(200);
        int files = api.get("/v1/models/small/versions/1").get("files").size();
        await(() -> cluster.blobs("jobs").isEmpty());
        assertThat(cluster.blobs("models")).hasSize(files);
        assertThat(cluster.blobs("datasets")).hasSize(24);
    }

    @Test
    void aTerminatedWorkerHandsItsJobBackWithTheEpochUnderWayAndTheNextOneGoesOn() throws Exception {
        String job = train(200);
        try (ServiceProcess worker = cluster.worker()) {
            await(() -> epochs(job).size() >= 2);
            assertThat(worker.terminate()).isEqualTo(143);
        }
        JsonNode back = api.get("/v1/training-jobs/" + job);
        assertThat(back.get("state").asString()).isEqualTo("queued");
        assertThat(back.get("attempt").asInt()).isEqualTo(2);
        int done = epochs(job).size();
        try (ServiceProcess worker = cluster.worker()) {
            await(() -> epochs(job).size() > done);
            assertThat(messages(job))
                    .anyMatch(
                            message -> message.matches("Training goes on after epoch " + done + "( and \\d+ .*|\\.)"));
            assertThat(worker.log()).contains("attempt 2");

            api.post("/v1/training-jobs/" + job + "/pause", "");
            await(() -> "paused".equals(state(job)));
            api.post("/v1/training-jobs/" + job + "/resume", "");
            await(() -> "running".equals(state(job)));
            api.post("/v1/training-jobs/" + job + "/cancel", "");
            assertThat(api.ended(job, PATIENCE).get("state").asString()).isEqualTo("cancelled");
        }
        await(() -> cluster.blobs("jobs").isEmpty());
    }

    @Test
    void aTerminatedApiAnswersWhatItWasAskedAndAWorkerAnswersOnlyForItsHealth() throws Exception {
        String job = train(1);
        ServiceProcess worker = cluster.worker();
        assertThat(api.ended(job, PATIENCE).get("state").asString()).isEqualTo("succeeded");
        assertThat(front.log()).doesNotContain("taken up");
        assertThat(worker.log()).contains("taken up");
        assertThat(status(worker.api(), "/actuator/health/liveness")).isEqualTo(200);
        assertThat(status(worker.api(), "/v2/health/live")).isEqualTo(200);
        assertThat(status(worker.api(), "/v1/training-jobs")).isEqualTo(404);
        assertThat(status(worker.api(), "/v2/models/small")).isEqualTo(404);

        AtomicBoolean terminated = new AtomicBoolean();
        List<String> failures = new CopyOnWriteArrayList<>();
        List<Integer> answers = new CopyOnWriteArrayList<>();
        byte[] picture = Uploads.picture(0);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> predict(picture, terminated, answers, failures));
            caller.start();
            callers.add(caller);
        }
        await(() -> answers.size() > 40);
        terminated.set(true);
        assertThat(front.terminate()).isEqualTo(143);
        for (Thread caller : callers) {
            caller.join();
        }

        assertThat(failures).isEmpty();
        assertThat(answers).containsOnly(200);
    }

    /** Asks until the service is told to end; what was asked before that is answered. */
    private void predict(byte[] picture, AtomicBoolean terminated, List<Integer> answers, List<String> failures) {
        while (!terminated.get()) {
            try {
                HttpResponse<String> answer =
                        api.post("/v1/models/small/predictions", "image/png", BodyPublishers.ofByteArray(picture));
                answers.add(answer.statusCode());
            } catch (ConnectException e) {
                if (!terminated.get()) {
                    failures.add(e.toString());
                }
            } catch (IOException | InterruptedException e) {
                failures.add(e.toString());
            }
        }
    }

    private static int status(Api asked, String path) throws Exception {
        return asked.send(asked.request(path)).statusCode();
    }

    private String train(int epochs) throws Exception {
        return api.create("/v1/training-jobs", JOB.formatted(epochs)).get("id").asString();
    }

    private String state(String job) throws Exception {
        return api.get("/v1/training-jobs/" + job).get("state").asString();
    }

    private List<Integer> epochs(String job) throws Exception {
        List<Integer> epochs = new ArrayList<>();
        api.get("/v1/training-jobs/" + job + "/metrics")
                .get("items")
                .forEach(epoch -> epochs.add(epoch.get("epoch").asInt()));
        return epochs;
    }

    private List<String> messages(String job) throws Exception {
        List<String> messages = new ArrayList<>();
        for (JsonNode event :
                api.get("/v1/training-jobs/" + job + "/events?limit=200").get("items")) {
            if (event.get("type").asString().equals("notice")) {
                messages.add(event.get("data").get("message").asString());
            }
        }
        return messages;
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(ConnectException.class)
                .until(condition);
    }
}
