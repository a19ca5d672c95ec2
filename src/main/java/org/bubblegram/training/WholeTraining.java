package org.bubblegram.training;

import java.io.IOException;
import java.util.Map;
import org.bubblegram.dataset.Split;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingLoop.Environment;
import org.bubblegram.training.TrainingLoop.Settings;

/** Training everything: each sample once an epoch, seen one of eight ways. */
final class WholeTraining {
    private final Material material;
    private final HistogramNetwork network;
    private final Environment environment;

    WholeTraining(Material material, HistogramNetwork network, Environment environment) {
        this.material = material;
        this.network = network;
        this.environment = environment;
    }

    TrainedNetwork run() throws IOException {
        TrainingSpec spec = material.spec();
        NetworkLearner learner = new NetworkLearner(network);
        Validation validation = validation(Split.VALIDATION, learner);
        int samples = material.samples(Split.TRAIN).size();
        Settings settings = new Settings(spec, epoch -> Example.oneView(samples, spec.seed(), epoch));
        Batches batches = material.images(Split.TRAIN);
        int bestEpoch = new TrainingLoop(settings, learner, batches, validation, environment).run();
        Map<Split, Validation.Result> results = Map.of(
                Split.VALIDATION,
                validation.evaluate(environment.cancelled()),
                Split.TEST,
                validation(Split.TEST, learner).evaluate(environment.cancelled()));
        return TrainedNetwork.of(network, material, bestEpoch, results);
    }

    private Validation validation(Split split, Learner learner) {
        return new Validation(learner, material.images(split), material.samples(split), material.spec());
    }
}
