package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A matrix and a vector under a gradient that is always 1. */
class SgdTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void velocityGathersAndDecaySparesVectors() {
        try (Weights weights = new Weights();
                Sgd optimizer = start(weights)) {
            step(optimizer, weights);
            step(optimizer, weights);

            // velocities 1, then 0.9 + 1; rate 0.1
            assertThat(value(weights, "vector")).isCloseTo(1 - 0.1f - 0.19f, within(1e-6f));
            // the matrix also shrinks by 0.1 * 0.5 of itself first: (1 * 0.95 - 0.1) * 0.95 - 0.19
            assertThat(value(weights, "matrix")).isCloseTo(0.6175f, within(1e-6f));
        }
    }

    @Test
    void goneOnFromItsSavedStateItTakesTheSameStep() {
        try (Weights weights = new Weights();
                Weights other = new Weights();
                Weights checkpoint = new Weights();
                Sgd unbroken = start(weights);
                Sgd resumed = start(other)) {
            step(unbroken, weights);
            unbroken.save(checkpoint);
            weights.tensors().forEach((name, tensor) -> tensor.copyTo(other.get(name)));
            resumed.restore(checkpoint, unbroken.steps());
            step(unbroken, weights);
            step(resumed, other);

            assertThat(value(other, "matrix")).isEqualTo(value(weights, "matrix"));
            assertThat(resumed.steps()).isEqualTo(2);
        }
    }

    private static Sgd start(Weights weights) {
        weights.put("matrix", new float[] {1}, new Shape(1, 1)).setRequiresGradient(true);
        weights.put("vector", new float[] {1}, new Shape(1)).setRequiresGradient(true);
        return new Sgd(new LearningWeights(weights.tensors(), name -> 1), 0.5, 0.9);
    }

    private static void step(Sgd optimizer, Weights weights) {
        weights.tensors().values().forEach(Gradients::zero);
        Gradients.backward(
                () -> weights.get("matrix").sum().add(weights.get("vector").sum()));
        optimizer.step(0.1);
    }

    private static float value(Weights weights, String name) {
        NDArray tensor = weights.get(name);
        return tensor.toFloatArray()[0];
    }
}
