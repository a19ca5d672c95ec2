package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bubblegram.network.BackboneWeights;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * How well pictures unlike those learned from are told, on real pictures with ImageNet weights: a model of one set answers
 * its own test split, and every picture of another set. Prints the shares that it calls unlike.
 */
@Tag("long")
class UnlikePicturesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private final Path data = SharedFiles.of("data");

    @TempDir
    Path home;

    @Test
    void bubblesAreUnlikeNucleiAndNucleiUnlikeBubbles() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(
                home,
                "--bubblegram.demo.enabled=false",
                "--bubblegram.imports.allowed=" + data,
                "--bubblegram.backbones.imagenet.location="
                        + BackboneWeights.file().toUri())) {
            Api api = service.api();
            train(api, "nuclei", "sample");
            train(api, "boiling_bubbles", "group");

            assertThat(unlike(api, "nuclei", all("boiling_bubbles"))).isGreaterThanOrEqualTo(.9);
            assertThat(unlike(api, "boiling_bubbles", all("nuclei"))).isGreaterThanOrEqualTo(.9);
            assertThat(unlike(api, "nuclei", tested(api, "nuclei"))).isLessThanOrEqualTo(.15);
            assertThat(unlike(api, "boiling_bubbles", tested(api, "boiling_bubbles")))
                    .isLessThanOrEqualTo(.25);
        }
    }

    private void train(Api api, String set, String by) throws Exception {
        api.create("/v1/datasets", """
                {"name": "%s", "source": "%s"}""".formatted(set, data.resolve(set)));
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "%1$s", "model": "%1$s", "epochs": 20, "split": {"by": "%2$s"}}""".formatted(set, by));
        JsonNode ended = api.ended(job.get("id").asString(), PATIENCE);
        assertThat(ended.get("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
    }

    private List<Path> all(String set) throws IOException {
        try (Stream<Path> images = Files.list(data.resolve(set).resolve("images"))) {
            return images.sorted().toList();
        }
    }

    /** The pictures that a model's training held out to the end, as an evaluation names them. */
    private List<Path> tested(Api api, String set) throws Exception {
        JsonNode created = api.create("/v1/models/" + set + "/evaluations", """
                {"dataset": "%s", "split": "test"}""".formatted(set));
        String id = created.get("id").asString();
        new EvaluationCalls(api).ended("/v1/evaluations/" + id);
        HttpResponse<String> csv = api.send(
                api.request("/v1/evaluations/" + id + "/samples?sort=loss").header("Accept", "text/csv"));
        Path images = data.resolve(set).resolve("images");
        return csv.body()
                .lines()
                .skip(1)
                .map(row -> images.resolve(Path.of(row.split(",", -1)[1]).getFileName()))
                .toList();
    }

    private double unlike(Api api, String model, List<Path> pictures) throws Exception {
        List<Double> ratios = new ArrayList<>();
        for (Path picture : pictures) {
            HttpResponse<String> answer =
                    api.post("/v1/models/" + model + "/predictions", "image/png", BodyPublishers.ofFile(picture));
            JsonNode novelty = Api.json(answer).get("novelty");
            ratios.add(
                    novelty.get("score").asDouble() / novelty.get("threshold").asDouble());
        }
        double share = ratios.stream().filter(ratio -> ratio > 1).count() / (double) ratios.size();
        System.out.printf(
                "%s calls %.1f %% of %d pictures of %s unlike%n",
                model,
                100 * share,
                ratios.size(),
                pictures.get(0).getParent().getParent().getFileName());
        return share;
    }
}
