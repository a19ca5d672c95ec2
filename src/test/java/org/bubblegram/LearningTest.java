package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.bubblegram.network.BackboneWeights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What the defaults learn from real pictures with ImageNet weights and a frozen backbone. Prints the whole report. The
 * bounds hold for the test split, which nothing was chosen by.
 */
@Tag("long")
class LearningTest {
    private static final Duration PATIENCE = Duration.ofMinutes(40);

    @TempDir
    Path home;

    @Test
    void aHeadOnFrozenFeaturesReadsNuclei() throws Exception {
        JsonNode test = train("nuclei", """
                "split": {"by": "sample"}""");

        assertThat(score(test, "intersection")).isGreaterThanOrEqualTo(0.75);
        assertThat(score(test, "emd")).isLessThanOrEqualTo(0.46);
    }

    @Test
    void aHeadOnFrozenFeaturesReadsBoilingBubblesOfOtherFrames() throws Exception {
        JsonNode test = train("boiling_bubbles", """
                "split": {"by": "group"}, "input": {"size": 320}""");

        assertThat(score(test, "emd")).isLessThanOrEqualTo(0.60);
    }

    /** Trains by HTTP and answers the report on the test split. */
    private JsonNode train(String dataset, String spec) throws Exception {
        Path data = SharedFiles.of("data");
        try (ServiceProcess service = ServiceProcess.start(
                home,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.imports.allowed=" + data,
                "--bubblegram.backbones.imagenet.location="
                        + BackboneWeights.file().toUri())) {
            Api api = service.api();
            api.create("/v1/datasets", """
                    {"name": "%s", "source": "%s"}""".formatted(dataset, data.resolve(dataset)));
            JsonNode job = api.create("/v1/training-jobs", """
                    {"dataset": "%1$s", "model": "%1$s", %2$s}""".formatted(dataset, spec));
            JsonNode ended = api.ended(job.get("id").asString(), PATIENCE);
            assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
            JsonNode card = api.get("/v1/models/" + dataset + "/versions/1").get("card");
            System.out.println(dataset + " in "
                    + Duration.between(
                            java.time.Instant.parse(ended.get("startedAt").asString()),
                            java.time.Instant.parse(ended.get("finishedAt").asString()))
                    + " " + card.get("evaluation").toPrettyString());
            return card.get("evaluation").get("test");
        }
    }

    private static double score(JsonNode report, String metric) {
        return report.get("metrics").get(metric).get("model").asDouble();
    }
}
