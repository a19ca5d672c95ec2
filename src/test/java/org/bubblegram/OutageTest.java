package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** While the database or the object store is away, requests are told to come again, and then they succeed. */
class OutageTest extends ServedApi {
    private static String database;
    private static String bucket;

    @DynamicPropertySource
    static void cluster(DynamicPropertyRegistry registry) {
        database = PostgresServer.newEmptyDatabase();
        bucket = S3Server.newBucket();
        ClusterStores.register(registry, database, bucket);
        registry.add("spring.datasource.hikari.connection-timeout", () -> "500");
    }

    @AfterAll
    static void drop() {
        PostgresServer.drop(database);
    }

    @BeforeEach
    void aDataset() throws Exception {
        api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("small"));
        assertThat(image().statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> image() throws IOException, InterruptedException {
        return api.send(api.request("/v1/datasets/small/samples/0/image"));
    }

    private static void assertComeAgain(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(Api.json(answer).path("code").asString()).isEqualTo(code);
        assertThat(answer.body()).doesNotContain("127.0.0.1", database, bucket);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    private void assertBackAgain() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(image().statusCode()).isEqualTo(200));
    }

    @Test
    void whileTheDatabaseIsAwayCallersAreToldToComeAgain() throws Exception {
        PostgresServer.refuse(database);
        try {
            assertComeAgain(api.send(api.request("/v1/datasets")), "database_unavailable");
            assertComeAgain(
                    api.post(
                            "/v1/training-jobs",
                            "application/json",
                            BodyPublishers.ofString("{\"dataset\": \"small\", \"model\": \"froth\"}")),
                    "database_unavailable");
            assertThat(api.send(api.request("/v1/losses")).statusCode()).isEqualTo(200);
        } finally {
            PostgresServer.accept(database);
        }
        assertBackAgain();
    }

    @Test
    void whileTheStoreIsAwayCallersAreToldToComeAgainAndUploadsLeaveNothing() throws Exception {
        Path objects = S3Server.directory(bucket);
        Path away = objects.resolveSibling(bucket + "-away");
        Files.move(objects, away);
        try {
            assertComeAgain(image(), "store_unavailable");
            assertComeAgain(api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("other")), "store_unavailable");
        } finally {
            Files.move(away, objects);
        }
        assertBackAgain();
        assertThat(api.send(api.request("/v1/datasets/other")).statusCode()).isEqualTo(404);
    }
}
