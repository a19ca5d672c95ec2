package org.bubblegram.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bubblegram.training.Trainable;
import tools.jackson.databind.JsonNode;

/** A published version over data sets, with the loss of each sample: beside the bare network, and beside training. */
final class DatasetEvaluation implements Measurement {
    private static final String NAME = "evaluation";
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> needs() {
        return Set.of(BareLoop.NAME);
    }

    @Override
    public void measure(Run run) throws Exception {
        int few = run.either(16, 48);
        int many = run.either(64, 600);
        double bare = run.figure(BareLoop.RATE);
        double rate;
        try (Service service = Service.start(run.home())) {
            Home.render(service, "few", few);
            Home.render(service, "many", many);
            seconds(service, "few"); // the first one finds cold code and files
            double start = seconds(service, "few");
            double whole = seconds(service, "many");
            rate = many / whole;
            run.add(Row.of("evaluation of %d pictures, from when it is taken up".formatted(many), whole, "s"));
            run.add(Row.of("evaluation, without what it takes to begin", (many - few) / (whole - start), "pictures/s")
                    .ratio(bare, "of the bare loop")
                    .target(Target.atLeast(0.95)));
        }
        double learned = TrainingRates.own(Trainable.ALL, run.window());
        run.add(Row.of("steps of an epoch of all over these pictures", many / learned, "s"));
        run.add(Row.of("evaluation, whole", rate, "pictures/s")
                .ratio(learned, "times as fast as an epoch")
                .target(Target.atLeast(3)));
    }

    /** From when it is taken up until its report is there. */
    private static double seconds(Service service, String dataset) throws IOException, InterruptedException {
        JsonNode job = service.api()
                .create("/v1/models/" + Home.MODEL + "/evaluations", "{\"dataset\": \"%s\"}".formatted(dataset));
        JsonNode ended =
                service.api().endedAt("/v1/evaluations/" + job.get("id").asString(), PATIENCE);
        if (!ended.get("state").asString().equals("succeeded")) {
            throw new IllegalStateException("The evaluation ended so: " + ended.toPrettyString());
        }
        Instant begin = Instant.parse(ended.get("startedAt").asString());
        Instant end = Instant.parse(ended.get("finishedAt").asString());
        return Duration.between(begin, end).toNanos() / 1e9;
    }
}
