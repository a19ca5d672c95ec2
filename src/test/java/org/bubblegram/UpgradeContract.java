package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an earlier release wrote is there and of use in this one. */
abstract class UpgradeContract extends ServedApi {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void dataSetsAreAsTheyWere() throws Exception {
        JsonNode dataset = api.get("/v1/datasets/froth");
        assertThat(dataset.path("samples").asInt()).isEqualTo(8);
        assertThat(dataset.path("fingerprint").asString())
                .isEqualTo("a9e21767448ecf200e3ec490e792ab63cd1183f05ca9b387bc201e6e436d8204");
        JsonNode first = api.get("/v1/datasets/froth/samples").path("items").get(0);
        assertThat(first.at("/histogram/bins/2/fraction").asDouble()).isEqualTo(0.07894736842105263);
        assertThat(first.at("/histogram/bins/5/fraction").asDouble()).isEqualTo(0.18421052631578946);

        HttpResponse<byte[]> image = api.bytes("/v1/datasets/froth/samples/3/image");
        assertThat(image.body()).isEqualTo(EarlierRelease.picture(3));
    }

    @Test
    void modelsAnswerAndAreEvaluated() throws Exception {
        JsonNode version = api.get("/v1/models/froth/versions/1");
        assertThat(version.at("/card/dataset/name").asString()).isEqualTo("froth");
        assertThat(version.at("/card/evaluation/test/metrics/emd/model").isNumber())
                .as(version.toPrettyString())
                .isTrue();

        HttpResponse<String> answer = api.post(
                "/v1/models/froth@production/predictions",
                "image/png",
                BodyPublishers.ofByteArray(EarlierRelease.picture(0)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        double sum = Api.json(answer)
                .at("/histogram/bins")
                .valueStream()
                .mapToDouble(bin -> bin.path("fraction").asDouble())
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-6));

        JsonNode evaluation = api.create("/v1/models/froth/evaluations", "{\"dataset\": \"froth\"}");
        JsonNode ended = api.endedAt("/v1/evaluations/" + evaluation.path("id").asString(), PATIENCE);
        assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
    }

    @Test
    void finishedJobsKeepTheirStateMetricsAndEvents() throws Exception {
        String path = "/v1/training-jobs/" + EarlierRelease.SUCCEEDED;
        JsonNode job = api.get(path);
        assertThat(job.path("state").asString()).isEqualTo("succeeded");
        assertThat(job.path("version").asInt()).isEqualTo(1);
        assertThat(job.at("/spec/input/size").asInt()).isEqualTo(32);
        assertThat(api.get(path + "/metrics").path("items")).hasSize(2);
        assertThat(api.get(path + "/events").path("items")).hasSize(8);
    }

    @Test
    void evaluationsAndComparisonsKeepTheirResults() throws Exception {
        String path = "/v1/evaluations/" + EarlierRelease.EVALUATION;
        assertThat(api.get(path).at("/result/report/samples").asInt()).isEqualTo(8);
        JsonNode samples = api.get(path + "/samples").path("items");
        assertThat(samples).hasSize(8);
        assertThat(samples.toString()).contains("0.20220089471648695");

        JsonNode comparison = api.get("/v1/loss-comparisons/" + EarlierRelease.COMPARISON);
        assertThat(comparison.path("state").asString()).isEqualTo("succeeded");
        assertThat(comparison.toString()).contains("sigmoid-l2", "softmax-cross-entropy");
    }

    @Test
    void jobsUnderWayGoOn() throws Exception {
        JsonNode running = api.ended(EarlierRelease.RUNNING.toString(), PATIENCE);
        assertThat(running.path("state").asString())
                .as(running.toPrettyString())
                .isEqualTo("succeeded");
        assertThat(running.path("attempt").asInt()).isEqualTo(2);

        JsonNode queued = api.ended(EarlierRelease.QUEUED.toString(), PATIENCE);
        assertThat(queued.path("state").asString()).as(queued.toPrettyString()).isEqualTo("succeeded");
        assertThat(api.get("/v1/models/later/versions/1").path("card").isObject())
                .isTrue();
    }
}
