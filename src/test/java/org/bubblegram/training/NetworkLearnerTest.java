package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.Head;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HistogramNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A network with a variational head of weights N(m, 0.05^2), the prior N(0, 0.5^2); 7 samples of unequal weight. */
class NetworkLearnerTest {
    private static final int SAMPLES = 7;
    private static final double[] CENTRES = {1, 2, 3};
    private static final HeadSpec HEAD = new HeadSpec(
            null, null, null, null, null, new VariationalSpec(Sampling.LOCAL_REPARAMETERIZATION, 0.5, 0.05, null));
    private static final List<Sample> LABELLED = new ArrayList<>();
    private static final float[][] FEATURES = new float[SAMPLES][HistogramNetwork.FEATURES];
    private static HistogramNetwork network;

    @BeforeAll
    static void makeNetwork() {
        TensorEngine.setUp();
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < SAMPLES; i++) {
            for (int f = 0; f < FEATURES[i].length; f++) {
                FEATURES[i][f] = (float) Math.max(0, random.nextGaussian());
            }
            Target target = new Target(0.1 * i, 0.3, 1 - 0.1 * i);
            LABELLED.add(new Sample(i, "i" + i, null, null, target, 0.5 + i, null, "blob", 1, 1));
        }
        try (Backbone backbone = Backbone.random(1)) {
            network = HistogramNetwork.of(backbone, HEAD.options(), CENTRES.length, 1);
        }
    }

    @AfterAll
    static void closeNetwork() {
        network.close();
    }

    @BeforeEach
    void evaluateOnly() {
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @ValueSource(ints = {SAMPLES, 3, 1})
    void aStepsGradientIsThatOfTheMeanLossPlusThatOfTheDivergenceInItsShareHoweverManyMicroBatchesThereAre(
            int microBatch) throws IOException {
        double share = 0.25;
        float[] means = network.weights().get(Head.WEIGHT).toFloatArray();
        Gradient of = gradient(share, microBatch);
        Gradient without = gradient(0, SAMPLES);

        assertThat(of.loss).as("is told without it").isEqualTo(without.loss, within(1e-5));
        for (int i = 0; i < means.length; i++) {
            // of log(p / s) + (s^2 + m^2) / (2 p^2): m / p^2, and by log s: s^2 / p^2 - 1
            assertThat((double) of.byMean[i]).isEqualTo(without.byMean[i] + share * means[i] / 0.25, within(1e-4));
            assertThat((double) of.byLogDeviation[i])
                    .isEqualTo(without.byLogDeviation[i] + share * (0.01 - 1), within(1e-4));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Gradient(double loss, float[] byMean, float[] byLogDeviation) {}

    private Gradient gradient(double share, int microBatch) throws IOException {
        NetworkLearner learner = new NetworkLearner(network, Depth.HEAD, 1, share);
        learner.weights().learn(true);
        try {
            TrainingSpec spec = Specs.of(1).head(HEAD).build();
            TrainingStep.Sum sum = new TrainingStep(learner, this::load, spec, microBatch)
                    .gradients(new TrainingStep.Place(1, 1), Example.upright(SAMPLES), null);
            return new Gradient(
                    sum.mean(),
                    learner.weights().tensor(Head.WEIGHT).getGradient().toFloatArray(),
                    learner.weights().tensor(Head.LOG_DEVIATION).getGradient().toFloatArray());
        } finally {
            learner.weights().learn(false);
        }
    }

    private Batches.Batch load(NDManager manager, int epoch, int[] examples) {
        float[][] rows = new float[examples.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = FEATURES[Example.sample(examples[i])];
        }
        return new Labels(LABELLED, CENTRES).batch(manager, manager.create(rows), examples);
    }

    @ParameterizedTest
    @CsvSource({
        "head.weight, 1",
        "head.bias, 1",
        "layer4.2.conv3.weight, 0.5",
        "layer4.0.bn1.bias, 0.5",
        "layer3.0.conv1.weight, 0.25",
        "layer1.0.conv1.weight, 0.0625",
        "conv1.weight, 0.03125"
    })
    void theRateOfALayerIsThatOfTheNextTimesTheLayerDecay(String weight, double factor) {
        assertThat(new NetworkLearner(network, Depth.ALL, 0.5, 0).weights().rateFactor(weight))
                .isEqualTo(factor);
    }

    @Test
    void decayPullsAtConvolutionsAndTheLastLayerAndAtNoBiasNormOrDeviation() {
        LearningWeights weights = new NetworkLearner(network, Depth.ALL, 1, 0).weights();

        assertThat(weights.tensors().keySet().stream().filter(weights::decays))
                .contains("head.weight", "conv1.weight", "layer4.2.conv3.weight", "layer2.0.downsample.0.weight")
                .allMatch(name -> name.equals("head.weight")
                        || name.matches("(layer.*\\.)?conv\\d\\.weight|layer.*\\.downsample\\.0\\.weight"));
        assertThat(weights.tensors().keySet().stream().filter(name -> !weights.decays(name)))
                .contains("head.bias", Head.LOG_DEVIATION, "bn1.weight", "bn1.bias", "layer4.0.bn1.weight");
    }
}
