package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.bubblegram.network.BackboneWeights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every loss compared on real pictures with ImageNet weights. Prints the table and how long it took. */
@Tag("long")
class LossAdviceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final String COMPARISONS = "/v1/loss-comparisons";

    @TempDir
    Path home;

    @Test
    void aComparisonSurvivesAKillAndAllLossesOnCachedFeaturesGiveAnAdviceThatBeatsTheConstantAnswer() throws Exception {
        String killed;
        try (ServiceProcess service = start()) {
            Api api = service.api();
            api.create("/v1/datasets", """
                    {"name": "nuclei", "source": "%s"}""".formatted(SharedFiles.of("data/nuclei")));
            killed = compare(api, """
                    {"dataset": "nuclei", "split": {"by": "sample"}, "losses": [{"type": "emd"}, {"type": "cosine"}]}""");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> api.get(killed).path("progress").asDouble() > 0.01);
            service.kill();
        }
        try (ServiceProcess service = start()) {
            Api api = service.api();
            assertThat(succeeded(api, killed).path("attempt").asInt()).isEqualTo(2);

            JsonNode ended = succeeded(api, compare(api, """
                    {"dataset": "nuclei", "split": {"by": "sample"}}"""));

            System.out.println("15 losses, 3 folds of nuclei in "
                    + Duration.between(instant(ended, "startedAt"), instant(ended, "finishedAt")));
            print(ended.path("result"));
            JsonNode best = ended.path("result").path("losses").get(0);
            assertThat(ended.at("/result/recommendation/loss")).isEqualTo(best.path("loss"));
            assertThat(best.at("/metrics/emd/high").asDouble())
                    .isLessThan(ended.at("/result/constantAnswer/emd/low").asDouble());
        }
    }

    private ServiceProcess start() throws Exception {
        return ServiceProcess.start(
                home,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.imports.allowed=" + SharedFiles.of("data"),
                "--bubblegram.backbones.imagenet.location="
                        + BackboneWeights.file().toUri());
    }

    private static String compare(Api api, String request) throws Exception {
        return COMPARISONS + "/" + api.create(COMPARISONS, request).path("id").asString();
    }

    private static JsonNode succeeded(Api api, String path) {
        JsonNode ended = api.endedAt(path, PATIENCE);
        assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        return ended;
    }

    private static Instant instant(JsonNode job, String field) {
        return Instant.parse(job.path(field).asString());
    }

    private static void print(JsonNode table) {
        for (JsonNode row : table.path("losses")) {
            JsonNode emd = row.at("/metrics/emd");
            System.out.printf(
                    "%-30s EMD %.3f (%.3f to %.3f)  intersection %.3f%n",
                    row.at("/loss/type").asString(),
                    emd.path("mean").asDouble(),
                    emd.path("low").asDouble(),
                    emd.path("high").asDouble(),
                    row.at("/metrics/intersection/mean").asDouble());
        }
        System.out.println(table.at("/recommendation/sentence").asString());
    }
}
