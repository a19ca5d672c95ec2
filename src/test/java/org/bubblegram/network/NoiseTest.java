package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.bubblegram.TensorTest;
import org.junit.jupiter.api.Test;

class NoiseTest extends TensorTest {
    private static final int WIDTH = 5;

    private float[] normal(Noise noise) {
        return noise.normal(manager, "layer", WIDTH).toFloatArray();
    }

    private float[] kept(Noise noise) {
        return noise.kept(manager, "layer", WIDTH, 0.5).toFloatArray();
    }

    private float[] ofStep(Noise noise) {
        return noise.normalOfStep(manager, "layer", new Shape(2, 3)).toFloatArray();
    }

    @Test
    void microBatchesDrawTheRowsOfTheWholeBatch() {
        Noise whole = new Noise(1, 2, 9, new int[] {40, 7, 23});
        Noise first = new Noise(1, 2, 9, new int[] {40});
        Noise rest = new Noise(1, 2, 9, new int[] {7, 23});

        assertThat(Arrays.copyOfRange(normal(whole), 0, WIDTH)).isEqualTo(normal(first));
        assertThat(Arrays.copyOfRange(normal(whole), WIDTH, 3 * WIDTH)).isEqualTo(normal(rest));
        assertThat(Arrays.copyOfRange(kept(whole), WIDTH, 3 * WIDTH)).isEqualTo(kept(rest));
        assertThat(ofStep(whole)).isEqualTo(ofStep(first)).isEqualTo(ofStep(rest));
    }

    @Test
    void rowsDependOnSeedEpochExampleAndNameAndNotOnTheStep() {
        float[] drawn = normal(new Noise(1, 2, 9, new int[] {7}));

        assertThat(normal(new Noise(1, 2, 10, new int[] {7}))).isEqualTo(drawn);
        assertThat(normal(new Noise(1, 3, 9, new int[] {7}))).isNotEqualTo(drawn);
        assertThat(normal(new Noise(2, 2, 9, new int[] {7}))).isNotEqualTo(drawn);
        assertThat(normal(new Noise(1, 2, 9, new int[] {8}))).isNotEqualTo(drawn);
        assertThat(new Noise(1, 2, 9, new int[] {7})
                        .normal(manager, "other", WIDTH)
                        .toFloatArray())
                .isNotEqualTo(drawn);
    }

    @Test
    void whatIsDrawnOncePerStepDependsOnSeedStepAndNameAlone() {
        float[] drawn = ofStep(new Noise(1, 2, 9, new int[] {7}));

        assertThat(ofStep(new Noise(1, 5, 9, new int[] {8, 9}))).isEqualTo(drawn);
        assertThat(ofStep(new Noise(1, 2, 10, new int[] {7}))).isNotEqualTo(drawn);
        assertThat(ofStep(new Noise(2, 2, 9, new int[] {7}))).isNotEqualTo(drawn);
    }

    @Test
    void aMaskKeepsTheShareThatTheRateLeavesInEveryColumn() {
        int rows = 20_000;
        int[] examples = new int[rows];
        Arrays.setAll(examples, i -> i);
        float[] mask = new Noise(3, 1, 1, examples)
                .kept(manager, "layer", WIDTH, 0.2)
                .mean(new int[] {0})
                .toFloatArray();

        for (float share : mask) {
            // five deviations of a share of n, sqrt(p (1 - p) / n)
            assertThat((double) share).isCloseTo(0.8, within(5 * Math.sqrt(0.16 / rows)));
        }
    }
}
