package org.bubblegram.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.image.View;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingLoop.Environment;
import org.bubblegram.training.TrainingLoop.Settings;

/** Training the head alone: each view of each sample goes through the backbone once, ever. */
final class HeadTraining {
    private static final int VIEWS = View.values().length;

    private final Material material;
    private final HistogramNetwork network;
    private final TrainingCache cache;
    private final Environment environment;

    HeadTraining(Material material, HistogramNetwork network, TrainingCache cache, Environment environment) {
        this.material = material;
        this.network = network;
        this.cache = cache;
        this.environment = environment;
    }

    TrainedNetwork run() throws IOException {
        String features = "features|" + network.fingerprintBelow(Depth.HEAD) + "|" + network.pooling() + "|"
                + material.run().contents() + "|"
                + material.inputs().preprocessing().fingerprint();
        try (Rows learned = cache.open(features + "|views", VIEWS * HistogramNetwork.FEATURES);
                Rows heldOut = cache.open(features + "|upright", HistogramNetwork.FEATURES)) {
            new FeatureExtraction(material, network, environment).into(learned, heldOut);
            return train(learned, heldOut);
        }
    }

    private TrainedNetwork train(Rows learned, Rows heldOut) throws IOException {
        TrainingSpec spec = material.spec();
        List<Sample> training = material.samples(Split.TRAIN);
        HeadLearner learner = new HeadLearner(network);
        Validation validation = validation(Split.VALIDATION, learner, heldOut);
        Settings settings = new Settings(spec, epoch -> Example.allViews(training.size(), spec.seed(), epoch));
        Batches batches = new FeatureBatches(material.labels(Split.TRAIN), learned);
        int bestEpoch = new TrainingLoop(settings, learner, batches, validation, environment).run();
        Map<Split, Validation.Result> results = Map.of(
                Split.VALIDATION,
                validation.evaluate(environment.cancelled()),
                Split.TEST,
                validation(Split.TEST, learner, heldOut).evaluate(environment.cancelled()));
        return TrainedNetwork.of(network, material, bestEpoch, results);
    }

    private Validation validation(Split split, Learner learner, Rows rows) {
        List<Sample> samples = material.samples(split);
        return new Validation(learner, new FeatureBatches(material.labels(split), rows), samples, material.spec());
    }
}
