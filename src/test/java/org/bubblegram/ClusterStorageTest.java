package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The service as a cluster runs it, by configuration alone: on PostgreSQL and S3. */
class ClusterStorageTest extends ServedApi {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static String database;

    @DynamicPropertySource
    static void cluster(DynamicPropertyRegistry registry) {
        database = PostgresServer.newEmptyDatabase();
        ClusterStores.register(registry, database, S3Server.newBucket());
    }

    @AfterAll
    static void drop() {
        PostgresServer.drop(database);
    }

    @Test
    void whatIsUploadedTrainsAModelThatPredictsAndIsEvaluated() throws Exception {
        HttpResponse<String> uploaded = api.post("/v1/datasets", Uploads.MULTIPART, Uploads.dataset("small"));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "input": {"size": 64}, "epochs": 2}""");
        JsonNode trained = api.ended(job.get("id").asString(), PATIENCE);
        assertThat(trained.get("state").asString()).as(trained.toPrettyString()).isEqualTo("succeeded");

        HttpResponse<String> answer =
                api.post("/v1/models/froth/predictions", "image/png", BodyPublishers.ofByteArray(Uploads.picture(0)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode bins = Api.json(answer).get("histogram").get("bins");
        double small = bins.get(0).get("fraction").asDouble();
        assertThat(small + bins.get(1).get("fraction").asDouble()).isCloseTo(1, within(1e-6));

        JsonNode evaluation = api.create("/v1/models/froth/evaluations", "{\"dataset\": \"small\"}");
        JsonNode evaluated =
                api.endedAt("/v1/evaluations/" + evaluation.get("id").asString(), PATIENCE);
        assertThat(evaluated.get("state").asString())
                .as(evaluated.toPrettyString())
                .isEqualTo("succeeded");
    }

    @Test
    void whatNoTextOfADatabaseMayHoldIsAnsweredAsNotFoundOrBad() throws Exception {
        for (String path : new String[] {
            "/v1/datasets/a%00b", "/v1/models/a%00b", "/v1/models/a%00b/versions/1", "/v1/datasets?cursor=AA"
        }) {
            HttpResponse<String> answer = api.send(api.request(path));
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(400, 404);
        }
    }
}
