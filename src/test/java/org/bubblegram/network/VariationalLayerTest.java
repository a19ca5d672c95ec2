package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bubblegram.TensorTest;
import org.bubblegram.engine.Gradients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariationalLayerTest extends TensorTest {
    /** How many independent draws are compared with the moments they should have. */
    private static final int DRAWS = 20_000;

    /** Rows that are all alike: weights N(0.5, 0.1^2) and N(-1, 0.2^2), bias 0.25. */
    private VariationalLayer layer(int bins) {
        NDArray means = matrix(bins, 0.5f, -1);
        NDArray logDeviations = matrix(bins, (float) Math.log(0.1), (float) Math.log(0.2));
        return new VariationalLayer(means, logDeviations, manager.full(new Shape(bins), 0.25f));
    }

    private NDArray matrix(int rows, float left, float right) {
        float[] values = new float[2 * rows];
        for (int i = 0; i < rows; i++) {
            values[2 * i] = left;
            values[2 * i + 1] = right;
        }
        return pairs(values);
    }

    @Test
    void theMomentsOfALogitFollowFromThoseOfItsWeights() {
        NDArray inputs = matrix(1, 1, 2);

        assertThat(layer(1).mean(inputs).getFloat()).isCloseTo(0.5f - 2 + 0.25f, within(1e-6f));
        assertThat(layer(1).variance(inputs).getFloat()).isCloseTo(0.01f + 4 * 0.04f, within(1e-6f));
    }

    @Test
    void bothWaysToSampleGiveTheLogitsOfOneExampleTheSameMeanAndVariance() {
        Noise noise = new Noise(1, 1, 1, new int[DRAWS]);
        NDArray ofWeights = noise.normalOfStep(manager, "weights", new Shape(DRAWS, 2));
        NDArray ofLogits = noise.normalOfStep(manager, "logits", new Shape(DRAWS, 1));
        List<NDArray> samples = List.of(
                layer(DRAWS).perBatch(matrix(1, 1, 2), ofWeights), layer(1).perExample(matrix(DRAWS, 1, 2), ofLogits));

        // five deviations of the mean, sqrt(v / n), and of the variance, v sqrt(2 / n), of n normal draws
        double mean = -1.25;
        double variance = 0.17;
        for (NDArray sample : samples) {
            double sampleMean = sample.mean().getFloat();
            assertThat(sample.size()).isEqualTo(DRAWS);
            assertThat(sampleMean).isCloseTo(mean, within(5 * Math.sqrt(variance / DRAWS)));
            assertThat((double) sample.sub(sampleMean).square().mean().getFloat())
                    .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / DRAWS)));
        }
    }

    @Test
    void weightsDrawnOncePerBatchMoveAllExamplesTogetherAndDrawnLogitsEachByItself() {
        NDArray alike = matrix(2, 1, 2);
        Noise noise = new Noise(1, 1, 1, new int[] {3, 4});

        float[] together = layer(1).perBatch(alike, noise.normalOfStep(manager, "w", new Shape(1, 2)))
                .toFloatArray();
        float[] apart =
                layer(1).perExample(alike, noise.normal(manager, "w", 1)).toFloatArray();

        assertThat(together[0]).isEqualTo(together[1]);
        assertThat(apart[0]).isNotEqualTo(apart[1]);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        0.3  0, 0.5 1,   1,   0.3631472, log 2 + (0.25 + 0.09) / 2 - 1/2; the second weight is its prior
        0    0, 0.5 0.5, 0.5, 0,         both are the prior
        0.3 -2, 0.5 2,   1,   3.1700,      log 2 - 0.33 and - log 2 + (4 + 4) / 2 - 1/2
        """)
    void theDivergenceIsThatOfNormalDistributions(
            String means, String deviations, double prior, double expected, String why) {
        NDArray logDeviations = numbers(deviations).log();
        VariationalLayer layer = new VariationalLayer(numbers(means), logDeviations, manager.zeros(new Shape(1)));

        assertThat((double) layer.divergence(prior).getFloat()).as(why).isCloseTo(expected, within(1e-5));
    }

    /** (1, 2). */
    private NDArray numbers(String two) {
        String[] parts = two.split(" +", -1);
        return pairs(Float.parseFloat(parts[0]), Float.parseFloat(parts[1]));
    }

    @Test
    void anExampleWhoseInputsAreAllZeroHasFiniteGradients() {
        VariationalLayer layer = layer(1);
        layer.logDeviations().setRequiresGradient(true);
        layer.means().setRequiresGradient(true);
        NDArray noise = manager.ones(new Shape(1, 1));

        Gradients.backward(() -> layer.perExample(matrix(1, 0, 0), noise).sum());

        assertThat(layer.logDeviations().getGradient().toFloatArray()).containsExactly(0, 0);
        assertThat(layer.means().getGradient().toFloatArray()).containsExactly(0, 0);
    }
}
