package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL itself is killed under load, and comes back. */
@Tag("faults")
class DatabaseDeathTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int REFUSALS = 6;

    private static final String JOB = """
            {"dataset": "small", "model": "%s", "input": {"size": 32}, "epochs": 2}""";
    private static final String LONG_JOB = """
            {"dataset": "small", "model": "deep", "input": {"size": 32}, "batchSize": 8,
             "backbone": {"trainable": "layer4"}, "epochs": 25, "earlyStopping": {"patience": 1000}}""";

    private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void callersAreToldToComeAgainAndEveryAcceptedJobSucceedsOnceTheDatabaseIsBack(@TempDir Path folder)
            throws Exception {
        try (PostgresServer database = PostgresServer.ofItsOwn();
                Cluster cluster = new Cluster(folder, database.url())) {
            Api api = cluster.api().api();
            ServiceProcess worker = cluster.worker();
            api.create("/v1/datasets", """
                    {"name": "small", "render": {"images": 24, "width": 64, "height": 64}}""");
            succeeds(api, worker, train(api, JOB.formatted("small")));
            String deep = train(api, LONG_JOB);
            await(() -> api.get("/v1/training-jobs/" + deep + "/metrics")
                            .get("items")
                            .size()
                    >= 2);

            List<Thread> callers = load(api);
            await(() -> answers.size() > 40);
            database.kill();
            await(() -> answers.stream().filter(status -> status == 503).count() >= REFUSALS);
            database.startAgain();
            await(() -> api.send(api.request("/v1/training-jobs")).statusCode() == 200);
            end(callers);

            assertThat(flaws).isEmpty();
            assertThat(accepted).isNotEmpty();
            succeeds(api, worker, deep);
            for (String job : accepted) {
                succeeds(api, worker, job);
            }
            assertWhole(api, cluster, 2 + accepted.size());
        }
    }

    private void end(List<Thread> callers) throws InterruptedException {
        over.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** Jobs have left nothing behind, and each version reads back. */
    private static void assertWhole(Api api, Cluster cluster, int versions) throws Exception {
        await(() -> cluster.blobs("jobs").isEmpty());
        int files = 0;
        int found = 0;
        for (String model : List.of("small", "deep", "more")) {
            for (var version : api.get("/v1/models/" + model + "/versions").get("items")) {
                String path = "/v1/models/" + model + "/versions/"
                        + version.get("version").asInt();
                files += api.get(path).get("files").size();
                found++;
                assertThat(api.send(api.request(path + "/export?format=archive"))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        assertThat(found).isEqualTo(versions);
        assertThat(cluster.blobs("models")).hasSize(files);
    }

    private List<Thread> load(Api api) throws IOException {
        byte[] picture = Uploads.picture(0);
        List<Supplier<HttpRequest.Builder>> requests = List.of(
                () -> api.request("/v1/models/small/predictions")
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(picture)),
                () -> api.request("/v1/training-jobs"),
                () -> api.request("/v1/datasets/small/samples/0/image"),
                () -> accepted.size() < 4
                        ? api.request("/v1/training-jobs")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(JOB.formatted("more")))
                        : api.request("/v1/models"));
        List<Thread> callers = new ArrayList<>();
        for (Supplier<HttpRequest.Builder> request : requests) {
            Thread caller = new Thread(() -> call(api, request));
            caller.start();
            callers.add(caller);
        }
        return callers;
    }

    private void call(Api api, Supplier<HttpRequest.Builder> request) {
        while (!over.get()) {
            try {
                HttpResponse<String> answer = api.send(request.get());
                int status = answer.statusCode();
                answers.add(status);
                if (status == 202) {
                    accepted.add(Api.json(answer).get("id").asString());
                } else if (status != 200
                        && (status != 503
                                || answer.headers().firstValue("Retry-After").isEmpty())) {
                    flaws.add(status + " " + answer.body());
                }
            } catch (IOException | InterruptedException e) {
                flaws.add(e.toString());
            }
        }
    }

    private static String train(Api api, String spec) throws Exception {
        return api.create("/v1/training-jobs", spec).get("id").asString();
    }

    private static void succeeds(Api api, ServiceProcess worker, String job) throws IOException {
        assertThat(api.ended(job, PATIENCE).get("state").asString())
                .as(worker.log())
                .isEqualTo("succeeded");
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(condition);
    }
}
