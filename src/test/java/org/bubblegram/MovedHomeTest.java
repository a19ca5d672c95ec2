package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator moves the home of a service that runs: nothing must be taken in that the next start does not have. */
class MovedHomeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void withoutItsHomeAServiceIsNotReadyAndKeepsNothingUntilItIsBack() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path moved = folder.resolve("moved");
        try (ServiceProcess service = ServiceProcess.start(
                home,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.monitoring.every=200ms",
                "--bubblegram.monitoring.patience=1s")) {
            Api api = service.api();
            awaitReadiness(api, 200);
            Files.move(home, moved);
            awaitReadiness(api, 503);
            HttpResponse<String> refused = api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("small"));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(Api.json(refused).get("code").asString()).isEqualTo("store_unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(home.resolve("blobs/.writing")).doesNotExist(); // or it would be taken for the store

            if (Files.exists(home)) { // temporary files of uploads may have made it
                Files.move(home, folder.resolve("rest"));
            }
            Files.move(moved, home);
            awaitReadiness(api, 200);
            HttpResponse<String> taken = api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("small"));
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        }
    }

    private static void awaitReadiness(Api api, int status) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(api.send(api.request("/actuator/health/readiness"))
                                .statusCode())
                        .isEqualTo(status));
    }
}
