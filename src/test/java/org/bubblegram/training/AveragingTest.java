package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Weights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AveragingTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void anAverageFollowsTheWeightsMoreQuicklyAtFirst() {
        try (Weights weights = new Weights()) {
            weights.put("w", new float[] {0}, new Shape(1));
            try (Averaging averaging = new Averaging(weights.tensors(), 0.5)) {
                weights.get("w").set(new float[] {11});
                averaging.add(1); // keeps 2/11
                assertThat(average(averaging, weights)).isCloseTo(9, within(1e-5f));
                averaging.add(1000); // keeps a half
                assertThat(average(averaging, weights)).isCloseTo(10, within(1e-5f));
            }
        }
    }

    @Test
    void exchangingTwiceChangesNothing() {
        try (Weights weights = new Weights()) {
            weights.put("w", new float[] {1, 2}, new Shape(2));
            try (Averaging averaging = new Averaging(weights.tensors(), 0.9)) {
                weights.get("w").set(new float[] {3, 4});
                averaging.exchange();
                assertThat(weights.get("w").toFloatArray()).containsExactly(1, 2);
                averaging.exchange();
                assertThat(weights.get("w").toFloatArray()).containsExactly(3, 4);
            }
        }
    }

    @Test
    void withoutDecayTheWeightsAreTheirOwnAverage() {
        try (Weights weights = new Weights()) {
            weights.put("w", new float[] {1}, new Shape(1));
            try (Averaging averaging = new Averaging(weights.tensors(), 0)) {
                weights.get("w").set(new float[] {3});
                averaging.add(1);

                assertThat(average(averaging, weights)).isEqualTo(3);
            }
        }
    }

    private static float average(Averaging averaging, Weights weights) {
        averaging.exchange();
        float average = weights.get("w").toFloatArray()[0];
        averaging.exchange();
        return average;
    }
}
