package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.function.UnaryOperator;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropoutTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        true,  0.25, 5.5,  1 - 2 + 6 and the bias of 0.5
        false, 0.25, 4.25, three quarters of 5 and the bias
        true,  0.5,  5.5,  rescaled units expect what they are
        false, 0.5,  3,    half of 5 and the bias
        """)
    void overAllMasksALinearLayerExpectsWhatItAnswersAtPrediction(
            boolean rescale, double rate, float expected, String why) {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray units = manager.create(new float[] {1, 2, 3}, new Shape(1, 3));
            NDArray weight = manager.create(new float[] {1, -1, 2}, new Shape(1, 3));
            NDArray bias = manager.create(new float[] {0.5f});
            UnaryOperator<NDArray> layer = x -> Linear.linear(x, weight, bias).singletonOrThrow();
            Dropout dropout = new Dropout(rate, rescale);

            assertThat(layer.apply(units.mul(dropout.factor())).getFloat())
                    .as(why)
                    .isCloseTo(expected, within(1e-6f));
            assertThat(expectation(dropout, units, layer)).as(why).isCloseTo(expected, within(1e-6));
        }
    }

    /**
     * relu(2 a - b) of a = 1, b = 2 at a rate of 0.5: prediction answers relu(0) = 0 either way, but the one mask of four
     * that keeps a alone gives 2, or 4 rescaled.
     */
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0.5"})
    void afterAReluPredictionIsNotTheExpectation(boolean rescale, double expected) {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray units = manager.create(new float[] {1, 2}, new Shape(1, 2));
            NDArray weight = manager.create(new float[] {2, -1}, new Shape(1, 2));
            UnaryOperator<NDArray> layer =
                    x -> Activation.relu(Linear.linear(x, weight).singletonOrThrow());
            Dropout dropout = new Dropout(0.5, rescale);

            assertThat(layer.apply(units.mul(dropout.factor())).getFloat()).isZero();
            assertThat(expectation(dropout, units, layer)).isCloseTo(expected, within(1e-6));
        }
    }

    /** The mean of a layer's output over all masks, each by its probability. */
    private static double expectation(Dropout dropout, NDArray units, UnaryOperator<NDArray> layer) {
        int count = Math.toIntExact(units.size());
        double mean = 0;
        for (int mask = 0; mask < 1 << count; mask++) {
            float[] kept = new float[count];
            double probability = 1;
            for (int i = 0; i < count; i++) {
                kept[i] = mask >> i & 1;
                probability *= kept[i] == 1 ? 1 - dropout.rate() : dropout.rate();
            }
            NDArray learning = dropout.learning(units, units.getManager().create(kept, units.getShape()));
            mean += probability * layer.apply(learning).getFloat();
        }
        return mean;
    }
}
