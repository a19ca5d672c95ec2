package org.bubblegram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What tests of evaluations ask the service: of the model froth and the data set small. */
record EvaluationCalls(Api api) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** Makes data set and model: pictures of 64x64 and a network that sees 32x32, trained by squared-emd. */
    void train(int samples) throws IOException, InterruptedException {
        api.create("/v1/datasets", """
                {"name": "small", "render": {"images": %d, "seed": 5, "width": 64, "height": 64}}""".formatted(samples));
        JsonNode job = api.create("/v1/training-jobs", """
                {"dataset": "small", "model": "froth", "input": {"size": 32}, "epochs": 5,
                 "loss": {"type": "squared-emd"}}""");
        assertThat(api.ended(job.path("id").asString(), PATIENCE).path("state").asString())
                .isEqualTo("succeeded");
    }

    /** The items of all pages of a list. */
    List<JsonNode> all(String path) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        JsonNode page = api.get(path);
        page.path("items").forEach(items::add);
        while (page.has("nextCursor")) {
            page = api.get(path + "&cursor=" + page.path("nextCursor").asString());
            page.path("items").forEach(items::add);
        }
        return items;
    }

    /** Queues an evaluation under a key. */
    HttpResponse<String> create(String model, String key) throws IOException, InterruptedException {
        return api.send(api.request("/v1/models/" + model + "/evaluations")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{\"dataset\": \"small\"}")));
    }

    /** The evaluation at a path once it has succeeded. */
    JsonNode ended(String path) {
        JsonNode ended = api.endedAt(path, PATIENCE);
        assertThat(ended.path("state").asString()).as(ended.toPrettyString()).isEqualTo("succeeded");
        return ended;
    }

    /** Fractions that the predictions answer for a sample's picture. */
    List<Double> predicted(int sample) throws IOException, InterruptedException {
        String image = "/v1/datasets/small/samples/" + sample + "/image";
        byte[] picture = HttpClient.newHttpClient()
                .send(api.request(image).build(), BodyHandlers.ofByteArray())
                .body();
        HttpResponse<String> answer =
                api.post("/v1/models/froth/predictions", "image/png", BodyPublishers.ofByteArray(picture));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return numbers(Api.json(answer).at("/histogram/bins"), "fraction");
    }

    static List<Double> numbers(JsonNode array) {
        return array.valueStream().map(JsonNode::asDouble).toList();
    }

    static List<Double> numbers(JsonNode array, String field) {
        return array.valueStream().map(item -> item.path(field).asDouble()).toList();
    }
}
