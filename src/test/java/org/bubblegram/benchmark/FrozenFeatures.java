package org.bubblegram.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.bubblegram.Api;
import tools.jackson.databind.JsonNode;

/** How long a head alone waits for its features: computed by the first job on a data set, found by the next. */
final class FrozenFeatures implements Measurement {
    private static final String NAME = "features";
    private static final int VIEWS = 8;

    private static final String JOB = """
            {"dataset": "features", "model": "features", "input": {"size": 224}, "epochs": 1,
             "backbone": {"trainable": "none"}}""";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void measure(Run run) throws Exception {
        try (Service service = Service.start(run.home())) {
            Home.render(service, NAME, run.either(24, 300));
            double first = secondsToFirstEpoch(service);
            int pictures = picturesSeen(service.api());
            double second = secondsToFirstEpoch(service);
            run.add(Row.of("first job, to its first epoch: features of %d views".formatted(pictures), first, "s"));
            run.add(Row.of("the same", pictures / first, "pictures/s"));
            run.add(Row.of("second job on the same data, to its first epoch", second, "s")
                    .ratio(Ratio.of(first, second, "times faster than the first"))
                    .target(Target.atLeast(20)));
        }
    }

    /** From when it is taken up: reading backbone and pictures, features, and the steps of one epoch. */
    private static double secondsToFirstEpoch(Service service) throws IOException, InterruptedException {
        JsonNode job = Home.train(service, JOB);
        Instant begin = Instant.parse(job.get("startedAt").asString());
        String events = "/v1/training-jobs/" + job.get("id").asString() + "/events?limit=200";
        String cursor = "";
        while (true) {
            JsonNode page = service.api().get(events + cursor);
            for (JsonNode event : page.get("items")) {
                if (event.get("type").asString().equals("epoch")) {
                    Instant end = Instant.parse(event.get("at").asString());
                    return Duration.between(begin, end).toNanos() / 1e9;
                }
            }
            cursor = "&cursor=" + page.get("nextCursor").asString();
        }
    }

    /** Training pictures in all their views, held-out ones in one. */
    private static int picturesSeen(Api api) throws IOException, InterruptedException {
        JsonNode card = api.get("/v1/models/features/versions/1").get("card");
        int all = card.get("dataset").get("samples").asInt();
        int heldOut = 0;
        for (String split : new String[] {"validation", "test"}) {
            heldOut += card.get("evaluation").get(split).get("samples").asInt();
        }
        return VIEWS * (all - heldOut) + heldOut;
    }
}
