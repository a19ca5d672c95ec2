package org.bubblegram.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bubblegram.Api;
import tools.jackson.databind.JsonNode;

/**
 * A service's home with one published model. One service at a time may use it.
 *
 * @param backbone random weights from a file, so that jobs need not estimate statistics first
 */
record Home(Path folder, Path backbone) {
    static final String MODEL = "benchmark";
    private static final Duration PATIENCE = Duration.ofHours(1);

    static Home make(Path folder) throws IOException, InterruptedException {
        Path backbone = Networks.backbone(folder.resolve("random.safetensors"));
        Home home = new Home(Files.createDirectory(folder.resolve("home")), backbone);
        try (Service service = Service.start(home)) {
            render(service, "small", 24);
            train(service, """
                    {"dataset": "small", "model": "%s", "input": {"size": %d}, "epochs": 2,
                     "augmentation": {"flipsAndTurns": false}}""".formatted(MODEL, Networks.INPUT_SIZE));
        }
        return home;
    }

    /** Adds a data set of so many pictures of 224 x 224 pixels. */
    static void render(Service service, String dataset, int pictures) throws IOException, InterruptedException {
        service.api().create("/v1/datasets", """
                {"name": "%s", "render": {"images": %d, "width": 224, "height": 224}}""".formatted(dataset, pictures));
    }

    /** Trains to the end, and answers the job. */
    static JsonNode train(Service service, String request) throws IOException, InterruptedException {
        Api api = service.api();
        JsonNode job =
                api.ended(api.create("/v1/training-jobs", request).get("id").asString(), PATIENCE);
        if (!job.get("state").asString().equals("succeeded")) {
            throw new IllegalStateException("Training ended so: " + job.toPrettyString());
        }
        return job;
    }
}
