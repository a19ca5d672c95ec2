package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.EarthMovers;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A real head whose logits are divided by a temperature, and 7 samples of unequal weight, one with an unknown bin. */
class TemperatureGradientTest {
    private static final int SAMPLES = 7;
    private static final double[] CENTRES = {1, 2, 3, 4};
    private static final HeadSpec HEAD = new HeadSpec(null, null, null, null, 4.0, null);
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
            double share = random.nextDouble();
            Target target = new Target(share, i == 4 ? Double.NaN : 0.3, 1 - share, 0.1);
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

    static List<Loss> losses() {
        return List.of(new SoftmaxCrossEntropy(null), new EarthMovers(), new Cosine(null));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void whatAStepSaysOfItsGradientsIsThatOfStepsOfSingleSamples(Loss loss) throws IOException {
        NetworkLearner learner = new NetworkLearner(network, Depth.HEAD, 1, 0);
        learner.weights().learn(true);
        NDArray last = learner.weights().tensor(learner.lastWeight());
        TrainingStep step = new TrainingStep(
                learner, this::load, Specs.of(1).head(HEAD).loss(loss).build(), 3);
        double[] sum = new double[Math.toIntExact(last.size())];
        double[] squares = new double[sum.length];
        double total = 0;
        for (int i = 0; i < SAMPLES; i++) {
            TrainingStep.Sum one = step.gradients(new TrainingStep.Place(1, 1), new int[] {Example.of(i, 0)}, null);
            float[] gradient = last.getGradient().toFloatArray();
            for (int j = 0; j < sum.length; j++) {
                sum[j] += one.weight() * gradient[j];
                squares[j] += one.weight() * gradient[j] * (double) gradient[j];
            }
            total += one.weight();
        }
        double weight = total;
        double[] mean = Arrays.stream(sum).map(x -> x / weight).toArray();
        double[] variance = new double[sum.length];
        Arrays.setAll(variance, j -> squares[j] / weight - mean[j] * mean[j]);

        try (LayerGradients layer = LayerGradients.of(last)) {
            step.gradients(new TrainingStep.Place(1, 1), Example.upright(SAMPLES), layer);

            assertThat(layer.mean()).containsExactly(mean, within(1e-5 * largest(mean)));
            assertThat(layer.variance()).containsExactly(variance, within(1e-5 * largest(variance)));
        } finally {
            learner.weights().learn(false);
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private Batches.Batch load(NDManager manager, int epoch, int[] examples) {
        float[][] rows = new float[examples.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = FEATURES[Example.sample(examples[i])];
        }
        return new Labels(LABELLED, CENTRES).batch(manager, manager.create(rows), examples);
    }
}
