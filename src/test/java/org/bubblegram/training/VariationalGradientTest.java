package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HistogramNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The effect that Kingma, Salimans and Welling (2015, section 3 and figure 1) report: with the same network, data and
 * distribution of weights, drawing logits for each example gives gradients of lower variance than drawing the weights once
 * a batch, for the examples of a batch then share no noise.
 */
class VariationalGradientTest {
    private static final int SAMPLES = 64;
    private static final int BATCH = 32;
    private static final int DRAWS = 60;
    private static final double[] CENTRES = {1, 2, 3, 4};

    private final List<Sample> samples = new ArrayList<>();
    private final float[][] features = new float[SAMPLES][HistogramNetwork.FEATURES];

    @BeforeEach
    void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < SAMPLES; i++) {
            for (int f = 0; f < features[i].length; f++) {
                features[i][f] = (float) Math.max(0, random.nextGaussian());
            }
            double share = random.nextDouble();
            samples.add(new Sample(i, "i" + i, null, null, new Target(share, 1 - share, 0, 0), 1, null, "blob", 1, 1));
        }
    }

    @Test
    void drawingLogitsForEachExampleGivesGradientsOfLowerVarianceThanDrawingWeightsForABatch() throws Exception {
        GradientSummary perBatch;
        GradientSummary local;
        try (Backbone backbone = Backbone.random(1)) {
            perBatch = gradients(backbone, Sampling.PER_BATCH);
            local = gradients(backbone, Sampling.LOCAL_REPARAMETERIZATION);
        }

        assertThat(local.batchVariance()).isLessThan(0.75 * perBatch.batchVariance());
        // where samples share no noise, the variance of a batch's gradient is that of a sample's over their number
        assertThat(local.batchVariance() / local.variance()).isBetween(0.8, 1.25);
        assertThat(perBatch.batchVariance() / perBatch.variance()).isGreaterThan(1.5);
    }

    /** Of steps on batches drawn at random, while no weight moves. */
    private GradientSummary gradients(Backbone backbone, Sampling sampling) throws IOException {
        HeadSpec head = new HeadSpec(null, null, null, null, null, new VariationalSpec(sampling, null, 0.05, null));
        TrainingSpec spec = Specs.of(1).head(head).build();
        try (HistogramNetwork network = HistogramNetwork.of(backbone, head.options(), CENTRES.length, 1)) {
            NetworkLearner learner = new NetworkLearner(network, Depth.HEAD, 1, 0);
            learner.weights().learn(true);
            TrainingStep step = new TrainingStep(learner, this::load, spec, BATCH);
            GradientStatistics statistics = new GradientStatistics(1, SAMPLES);
            SplittableRandom random = new SplittableRandom(5);
            for (int draw = 1; draw <= DRAWS; draw++) {
                int[] examples = random.ints(BATCH, 0, SAMPLES)
                        .map(sample -> Example.of(sample, 0))
                        .toArray();
                NDArray last = learner.weights().tensor(learner.lastWeight());
                try (LayerGradients layer = LayerGradients.of(last)) {
                    step.gradients(new TrainingStep.Place(draw, draw), examples, layer);
                    statistics.add(layer);
                }
            }
            return statistics.summary();
        }
    }

    private Batches.Batch load(NDManager manager, int epoch, int[] examples) {
        float[][] rows = new float[examples.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = features[Example.sample(examples[i])];
        }
        NDArray inputs = manager.create(rows).reshape(new Shape(rows.length, HistogramNetwork.FEATURES));
        return new Labels(samples, CENTRES).batch(manager, inputs, examples);
    }
}
