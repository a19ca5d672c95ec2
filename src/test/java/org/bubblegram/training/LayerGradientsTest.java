package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.Scalars;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Losses;
import org.bubblegram.loss.SigmoidL2;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.bubblegram.loss.Targets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A linear layer from 7 inputs to 5 outputs and 9 samples of unequal weight, one with unknown bins. */
class LayerGradientsTest {
    private static final int SAMPLES = 9;
    private static final int INPUTS = 7;
    private static final int OUTPUTS = 5;

    private final SplittableRandom random = new SplittableRandom(5);
    private final float[] inputs = gaussians(SAMPLES * INPUTS);
    private final float[] weight = gaussians(OUTPUTS * INPUTS);
    private final float[] sampleWeights = {1, 2, 0.5f, 1, 3, 1, 1, 0.25f, 2};
    private final List<double[]> targets = targets();

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
    }

    @BeforeEach
    void evaluateOnly() {
        TensorEngine.evaluateOnly();
    }

    static List<Loss> losses() {
        List<Loss> losses = new ArrayList<>(Losses.withDefaults().values());
        losses.add(new SoftmaxCrossEntropy(0.2));
        losses.add(new SigmoidL2(SigmoidL2.Distance.EUCLIDEAN));
        losses.add(new Cosine(0.0));
        return losses;
    }

    static Stream<Arguments> lossesAndTemperatures() {
        return losses().stream()
                .flatMap(loss -> DoubleStream.of(0.5, 1, 4).mapToObj(temperature -> Arguments.of(loss, temperature)));
    }

    @ParameterizedTest(name = "{0} at temperature {1}")
    @MethodSource("lossesAndTemperatures")
    void theVarianceFromDeltasAndInputsIsThatOfSingleBackwardPasses(Loss loss, double temperature) {
        double[][] single = singleGradients(loss, temperature);
        double[] mean = new double[weight.length];
        double[] variance = new double[weight.length];
        double total = 0;
        for (float w : sampleWeights) {
            total += w;
        }
        for (int j = 0; j < weight.length; j++) {
            for (int i = 0; i < SAMPLES; i++) {
                mean[j] += sampleWeights[i] * single[i][j] / total;
            }
            for (int i = 0; i < SAMPLES; i++) {
                variance[j] += sampleWeights[i] * Math.pow(single[i][j] - mean[j], 2) / total;
            }
        }
        try (NDManager manager = TensorEngine.newManager();
                LayerGradients gradients =
                        LayerGradients.of(manager.create(weight, new Shape(OUTPUTS, INPUTS, 1, 1)))) {
            add(gradients, manager, new Layer(loss, temperature), 0, 4); // in parts, as micro-batches come
            add(gradients, manager, new Layer(loss, temperature), 4, SAMPLES);

            assertThat(gradients.mean()).containsExactly(mean, within(1e-5 * largest(mean)));
            assertThat(gradients.variance()).containsExactly(variance, within(1e-5 * largest(variance)));
            assertThat(largest(variance)).isGreaterThan(1e-5);
        }
    }

    @Test
    void unequalWeightsCountAsFewerSamples() {
        try (NDManager manager = TensorEngine.newManager();
                LayerGradients gradients = LayerGradients.of(manager.create(new float[] {1}, new Shape(1, 1)))) {
            NDArray ones = manager.ones(new Shape(2, 1));
            gradients.add(ones, ones, manager.create(new float[] {1, 3}));

            assertThat(gradients.effectiveSamples()).isEqualTo(16.0 / 10, within(1e-12));
            assertThat(gradients.samples()).isEqualTo(2);
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    private record Layer(Loss loss, double temperature) {}

    /** As a training step does: deltas are those of the logits, and the layer's outputs arrive there divided. */
    private void add(LayerGradients gradients, NDManager manager, Layer layer, int from, int to) {
        NDArray h = rows(manager, from, to);
        NDArray logits = h.matMul(
                        manager.create(weight, new Shape(OUTPUTS, INPUTS)).transpose())
                .div(layer.temperature);
        NDArray deltas = LayerGradients.deltas(layer.loss, logits, labels(manager, from, to));
        deltas.divi(layer.temperature);
        gradients.add(deltas, h, manager.create(Arrays.copyOfRange(sampleWeights, from, to)));
    }

    /** One backward pass a sample. */
    private double[][] singleGradients(Loss loss, double temperature) {
        double[][] gradients = new double[SAMPLES][weight.length];
        for (int i = 0; i < SAMPLES; i++) {
            int sample = i;
            try (NDManager manager = TensorEngine.newManager()) {
                NDArray leaf = manager.create(weight, new Shape(OUTPUTS, INPUTS));
                leaf.setRequiresGradient(true);
                NDArray row = rows(manager, sample, sample + 1);
                Targets label = labels(manager, sample, sample + 1);
                Gradients.backward(() -> {
                    NDArray outputs = Linear.linear(row, leaf).singletonOrThrow();
                    return loss.perSample(Scalars.times(outputs, 1 / temperature), label)
                            .sum();
                });
                float[] gradient = leaf.getGradient().toFloatArray();
                for (int j = 0; j < gradient.length; j++) {
                    gradients[i][j] = gradient[j];
                }
            }
        }
        return gradients;
    }

    private NDArray rows(NDManager manager, int from, int to) {
        float[] rows = Arrays.copyOfRange(inputs, from * INPUTS, to * INPUTS);
        return manager.create(rows, new Shape(to - from, INPUTS));
    }

    private Targets labels(NDManager manager, int from, int to) {
        return Targets.of(manager, targets.subList(from, to), new double[] {1, 2, 3, 4, 5});
    }

    private List<double[]> targets() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            rows.add(new double[] {0.1, 0.2, 0.3, 0.25, 0.15});
        }
        rows.set(3, new double[] {0, 1, 0, 0, 0});
        rows.set(6, new double[] {0.5, Double.NaN, 0.5, Double.NaN, 0});
        return rows;
    }

    private float[] gaussians(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
