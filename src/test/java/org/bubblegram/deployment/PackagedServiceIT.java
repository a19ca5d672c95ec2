package org.bubblegram.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.bubblegram.Api;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged JAR in what the Dockerfile makes of it, started as the manifests say: command, environment, user, rights,
 * and no file that can be written to but the mounts. Only the network is this machine's, and where the cluster has
 * PostgreSQL and S3, here are files on the volume.
 */
class PackagedServiceIT {
    private static final String KEY = "bgk_" + "01234567".repeat(2) + "_" + "89abcdef".repeat(8);
    private static final String METRICS_KEY = "bgk_" + "76543210".repeat(2) + "_" + "89abcdef".repeat(8);

    private static final Pattern ENDED = Pattern.compile("\"state\":\"(succeeded|failed|cancelled)\"");

    @TempDir
    static Path build;

    @TempDir
    Path folder;

    private static ContainerImage image;

    private int port;

    @BeforeAll
    static void buildImage() throws Exception {
        RunningContainer.assumePossible();
        image = ContainerImage.build(Path.of(System.getProperty("packaged.jar")), build);
    }

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @Test
    void theSingleNodeTrainsPredictsAndStopsInTimeWithItsRightsAlone() throws Exception {
        Pod pod = Kustomize.overlay("single-node").pod("bubblegram-api");
        Map<String, String> environment = environment(pod, pod.service());
        try (RunningContainer container = RunningContainer.start(image, pod, pod.service(), folder, environment)) {
            awaitReady(pod, container);
            assertThat(container.status("CapEff")).isEqualTo("0000000000000000");
            assertThat(container.status("Uid")).startsWith(image.user().get(0));
            assertThat(container.execute(image.healthCheck(), environment)).isZero();

            trainAndPredict();

            assertThat(container.execute(List.of("test", "-w", "/app"), environment))
                    .isNotZero();
            assertThat(container.terminate(pod.spec().getTerminationGracePeriodSeconds()))
                    .isEqualTo(143);
            assertThat(container.log()).contains("Graceful shutdown complete");
        }
        assertThat(folder.resolve("home/engine/pytorch")).isNotEmptyDirectory();
    }

    @Test
    void podsOfTheClusterStartOnceTheirMigrationsAreDone() throws Exception {
        Manifests cluster = Kustomize.overlay("cluster");
        Pod api = cluster.pod("bubblegram-api");
        Container migrations = api.spec().getInitContainers().get(0);
        try (RunningContainer container =
                RunningContainer.start(image, api, migrations, folder, environment(api, migrations))) {
            assertThat(container.exit()).as(container.log()).isZero();
            assertThat(container.log()).contains("Successfully applied");
        }
        for (Pod pod : List.of(api, cluster.pod("bubblegram-worker"))) {
            try (RunningContainer container =
                    RunningContainer.start(image, pod, pod.service(), folder, environment(pod, pod.service()))) {
                awaitReady(pod, container);
                assertThat(container.log()).contains("No migration necessary");
                assertThat(container.terminate(pod.spec().getTerminationGracePeriodSeconds()))
                        .isEqualTo(143);
            }
        }
    }

    private Map<String, String> environment(Pod pod, Container container) {
        Map<String, String> environment =
                new HashMap<>(pod.environment(container, Map.of("bootstrap-key", KEY, "metrics-key", METRICS_KEY)));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("BUBBLEGRAM_STORAGE_TYPE", "directory");
        environment.computeIfPresent(
                "SPRING_DATASOURCE_URL",
                (name, address) -> "jdbc:h2:" + environment.get("BUBBLEGRAM_HOME")
                        + "/bubblegram;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH");
        return environment;
    }

    private void awaitReady(Pod pod, RunningContainer container) throws Exception {
        container.await("Started Bubblegram");
        Api api = new Api(port);
        for (var probe : List.of(pod.service().getLivenessProbe(), pod.service().getReadinessProbe())) {
            String path = probe.getHttpGet().getPath();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(api.send(api.request(path)).statusCode())
                            .as(container.log())
                            .isEqualTo(200));
        }
    }

    /** Loads both engines, whose libraries want to be unpacked somewhere. */
    private void trainAndPredict() throws Exception {
        call("/v1/datasets", "{\"name\": \"tiny\", \"render\": {\"images\": 12, \"width\": 64, \"height\": 64}}");
        String job = call(
                "/v1/training-jobs",
                "{\"dataset\": \"tiny\", \"model\": \"tiny\", \"input\": {\"size\": 32}, \"epochs\": 1}");
        String id = JsonMapper.shared().readTree(job).get("id").asString();
        Api api = new Api(port);
        String ended = Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> get(api, "/v1/training-jobs/" + id), ENDED.asPredicate());
        assertThat(ended).contains("\"state\":\"succeeded\"");

        HttpResponse<String> answer = api.send(api.request("/v1/models/tiny/predictions")
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofFile(Path.of("src/docs/bubbles.png"))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"model\":\"tiny@1\"");
    }

    private String call(String path, String json) throws Exception {
        Api api = new Api(port);
        HttpResponse<String> answer = api.send(api.request(path)
                .header("Authorization", "Bearer " + KEY)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return answer.body();
    }

    private static String get(Api api, String path) throws Exception {
        return api.send(api.request(path).header("Authorization", "Bearer " + KEY))
                .body();
    }
}
