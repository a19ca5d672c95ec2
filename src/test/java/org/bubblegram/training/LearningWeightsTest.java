package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A vector (3, 4) and a scalar 12, times a factor: 13 long. */
class LearningWeightsTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @ValueSource(floats = {0x1p-50f, 1, 0x1p62f, 0x1p100f})
    void aNormIsFiniteWhereSquaresAreNot(float factor) {
        try (Weights tensors = new Weights()) {
            tensors.put("two", new float[] {3 * factor, -4 * factor}, new Shape(2))
                    .setRequiresGradient(true);
            tensors.put("one", new float[] {12 * factor}, new Shape(1)).setRequiresGradient(true);
            LearningWeights weights = new LearningWeights(tensors.tensors(), name -> 1);
            // the gradient of half a square is what is squared
            Gradients.backward(() -> tensors.get("two")
                            .mul(tensors.get("two").stopGradient())
                            .sum()
                            .add(tensors.get("one")
                                    .mul(tensors.get("one").stopGradient())
                                    .sum()))
                    .close();

            assertThat(weights.norm()).isCloseTo(13.0 * factor, withinPercentage(1e-4));
            assertThat(weights.gradientNorm()).isCloseTo(13.0 * factor, withinPercentage(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void aNormOfWhatIsNoNumberIsNone(float value) {
        try (Weights tensors = new Weights()) {
            tensors.put("two", new float[] {1, value}, new Shape(2));

            assertThat(new LearningWeights(tensors.tensors(), name -> 1).norm()).isNotFinite();
        }
    }
}
