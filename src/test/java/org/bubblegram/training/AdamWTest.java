package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final double LEARNING_RATE = 0.1;
    private static final double DECAY = 0.5;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void twoStepsFollowTheFormulaOfThePaper() {
        try (Weights weights = new Weights()) {
            NDArray w = learning(weights, "w", new Shape(1, 2), 1f, -2f);
            AdamW optimizer = new AdamW(weights("w", w), DECAY);
            double[] expected = {1, -2};
            double[] m = new double[2];
            double[] v = new double[2];
            for (int step = 1; step <= 2; step++) {
                step(optimizer, w);
                for (int i = 0; i < 2; i++) {
                    double g = 3 * expected[i] * expected[i]; // derivative of w^3
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    double mHat = m[i] / (1 - Math.pow(0.9, step));
                    double vHat = v[i] / (1 - Math.pow(0.999, step));
                    expected[i] -= LEARNING_RATE * (mHat / (Math.sqrt(vHat) + 1e-8) + DECAY * expected[i]);
                }
            }
            assertThat(w.toFloatArray()[0]).isCloseTo((float) expected[0], within(1e-6f));
            assertThat(w.toFloatArray()[1]).isCloseTo((float) expected[1], within(1e-6f));
        }
    }

    @Test
    void decaySparesVectors() {
        try (Weights weights = new Weights()) {
            NDArray matrix = learning(weights, "matrix", new Shape(1, 1), 1f);
            NDArray vector = learning(weights, "vector", new Shape(1), 1f);
            AdamW optimizer = new AdamW(new LearningWeights(weights.tensors(), name -> 1), DECAY);
            Gradients.backward(() -> matrix.sum().add(vector.sum()));
            optimizer.step(LEARNING_RATE);

            assertThat(vector.getFloat()).isCloseTo(0.9f, within(1e-6f));
            assertThat(matrix.toFloatArray()[0]).isCloseTo(0.85f, within(1e-6f));
        }
    }

    @Test
    void anOptimizerGoneOnFromItsSavedStateTakesTheSameStep() {
        try (Weights weights = new Weights();
                Weights checkpoint = new Weights()) {
            NDArray w = learning(weights, "w", new Shape(1, 2), 1f, -2f);
            AdamW unbroken = new AdamW(weights("w", w), DECAY);
            step(unbroken, w);
            step(unbroken, w);
            unbroken.save(checkpoint);
            NDArray copy = learning(weights, "copy", new Shape(1, 2), w.toFloatArray());
            AdamW resumed = new AdamW(weights("w", copy), DECAY);
            resumed.restore(checkpoint, unbroken.steps());
            step(unbroken, w);
            step(resumed, copy);

            assertThat(copy.toFloatArray()).isEqualTo(w.toFloatArray());
        }
    }

    @Test
    void aRateFactorScalesTheStepOfItsWeightAlone() {
        try (Weights weights = new Weights()) {
            NDArray head = learning(weights, "head.weight", new Shape(1, 1), 1f);
            NDArray deep = learning(weights, "layer4.weight", new Shape(1, 1), 1f);
            AdamW optimizer =
                    new AdamW(new LearningWeights(weights.tensors(), name -> name.startsWith("head") ? 1 : 0.1), 0);
            Gradients.backward(() -> head.sum().add(deep.sum()));
            optimizer.step(LEARNING_RATE);

            assertThat(1 - deep.toFloatArray()[0]).isCloseTo((1 - head.toFloatArray()[0]) / 10, within(1e-6f));
        }
    }

    private static LearningWeights weights(String name, NDArray weight) {
        return new LearningWeights(Map.of(name, weight), any -> 1);
    }

    private static NDArray learning(Weights weights, String name, Shape shape, float... values) {
        NDArray tensor = weights.put(name, values, shape);
        tensor.setRequiresGradient(true);
        return tensor;
    }

    private static void step(AdamW optimizer, NDArray w) {
        Gradients.zero(w);
        Gradients.backward(() -> w.pow(3).sum());
        optimizer.step(LEARNING_RATE);
    }
}
