package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.image.View;
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
        String features = "features|" + network.backboneFingerprint() + "|" + network.pooling() + "|"
                + material.run().dataset().fingerprint() + "|"
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
        Standardization standardization =
                spec.head().standardize() ? Standardization.of(training, learned, VIEWS) : Standardization.none();
        HeadLearner learner = new HeadLearner(network);
        Validation validation = validation(Split.VALIDATION, learner, heldOut, standardization);
        Validation test = validation(Split.TEST, learner, heldOut, standardization);
        Settings settings = new Settings(spec, epoch -> Example.allViews(training.size(), spec.seed(), epoch));
        Batches batches = new FeatureBatches(training, learned, standardization);
        int bestEpoch = new TrainingLoop(settings, learner, batches, validation, environment).run();
        Map<Split, Validation.Result> results =
                Map.of(Split.VALIDATION, validation.evaluate(), Split.TEST, test.evaluate());
        fold(standardization);
        return TrainedNetwork.of(network, material, bestEpoch, results);
    }

    private Validation validation(Split split, Learner learner, Rows rows, Standardization standardization) {
        List<Sample> samples = material.samples(split);
        return new Validation(learner, new FeatureBatches(samples, rows, standardization), samples, material.spec());
    }

    private void fold(Standardization standardization) {
        NDArray weight = network.weights().get(HistogramNetwork.HEAD_WEIGHT);
        NDArray bias = network.weights().get(HistogramNetwork.HEAD_BIAS);
        float[] weights = weight.toFloatArray();
        float[] biases = bias.toFloatArray();
        standardization.fold(weights, biases);
        network.weights().put(HistogramNetwork.HEAD_WEIGHT, weights, weight.getShape());
        network.weights().put(HistogramNetwork.HEAD_BIAS, biases, new Shape(biases.length));
    }
}
