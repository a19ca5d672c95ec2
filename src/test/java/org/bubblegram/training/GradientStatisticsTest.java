package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One weight whose gradients are given. */
class GradientStatisticsTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void theNoiseScaleIsTheVarianceByTheSquaredLengthOfTheTrueGradient() {
        GradientStatistics statistics = new GradientStatistics(2, 100);
        add(statistics, 1, 3); // mean 2, unbiased variance 2, squared length less its noise: 4 - 2/2 = 3
        add(statistics, 3, 3); // mean 3, variance 0, 9

        GradientSummary summary = statistics.summary();
        assertThat(summary.variance()).isEqualTo(1, within(1e-12)); // (2 + 0) / 2
        assertThat(summary.noiseScale()).isEqualTo(1.0 / 6, within(1e-12)); // 1 / ((3 + 9) / 2)
        assertThat(summary.suggestedBatchSize()).isEqualTo(1);
        // means 2 and 3: variance 1/2, times the batch size of 2
        assertThat(summary.batchVariance()).isEqualTo(1, within(1e-12));
    }

    @Test
    void slowDriftOfTheWeightsHardlyCountsAsVarianceOfBatches() {
        GradientStatistics statistics = new GradientStatistics(16, 100);
        for (int step = 0; step < 16; step++) {
            add(statistics, 0.1f * step - 1, 0.1f * step + 1);
        }

        // neighbours differ by 0.1: half its square, times the batch size of 2; around the mean it would be 0.45
        assertThat(statistics.summary().batchVariance()).isEqualTo(0.01, within(1e-6));
    }

    @Test
    void aGradientThatIsAllNoiseHasNoScale() {
        GradientStatistics statistics = new GradientStatistics(1, 100);
        add(statistics, -1, 1);

        assertThat(statistics.summary().noiseScale()).isNull();
        assertThat(statistics.summary().variance()).isEqualTo(2, within(1e-12));
        assertThat(statistics.summary().batchVariance()).as("one step alone").isNull();
    }

    @Test
    void theSuggestedBatchIsNoLargerThanTheTrainingSplit() {
        GradientStatistics statistics = new GradientStatistics(1, 12);
        add(
                statistics,
                1,
                -1,
                1,
                -1,
                1,
                1,
                1); // mean 3/7, unbiased variance 20/21, squared length 9/49 - 20/147 = 7/147

        assertThat(statistics.summary().noiseScale()).isEqualTo(20, within(1e-9));
        assertThat(statistics.summary().suggestedBatchSize()).isEqualTo(12);
    }

    @Test
    void aSingleSampleTellsNothing() {
        GradientStatistics statistics = new GradientStatistics(1, 12);
        add(statistics, 1);

        assertThat(statistics.summary()).isEqualTo(new GradientSummary(null, null, null, null));
    }

    @Test
    void atMostSixteenStepsAnEpochAreLookedAt() {
        GradientStatistics statistics = new GradientStatistics(100, 12);

        assertThat(java.util.stream.IntStream.range(0, 100).filter(statistics::looksAt))
                .hasSizeBetween(12, 16)
                .contains(0);
    }

    private static void add(GradientStatistics statistics, float... gradients) {
        try (NDManager manager = TensorEngine.newManager();
                LayerGradients layer = LayerGradients.of(manager.ones(new Shape(1, 1)))) {
            Shape column = new Shape(gradients.length, 1);
            layer.add(
                    manager.create(gradients, column), manager.ones(column), manager.ones(new Shape(gradients.length)));
            statistics.add(layer);
        }
    }
}
