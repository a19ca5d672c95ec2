package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    @TempDir
    Path store;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
    }

    @Test
    void trainingLearnsTheRelationAndKeepsTheBestEpoch() throws Exception {
        try (SyntheticRun run = SyntheticRun.learnable(spec(null, 40, 0.02, 40), store)) {
            int best = run.run();

            List<EpochResult> epochs = run.epochs;
            assertThat(epochs).hasSize(40);
            assertThat(epochs.get(39).trainLoss()).isLessThan(epochs.get(0).trainLoss());
            assertThat(epochs.get(best - 1).validation().get("emd"))
                    .isLessThan(0.5 * epochs.get(0).validation().get("emd"))
                    .isEqualTo(epochs.stream()
                            .mapToDouble(epoch -> epoch.validation().get("emd"))
                            .min()
                            .orElseThrow());
            assertThat(epochs.get(best - 1).best()).isTrue();
        }
    }

    @Test
    void whatIsValidatedAndKeptIsTheAverageOfTheWeights() throws Exception {
        // one step of all 64 samples; the first average keeps 2/11 of the start
        TrainingSpecBuilder spec = Specs.of(1).batchSize(64).optimizer(Specs.adamw(0.1, 0));
        float[] averaged = new float[SyntheticRun.BINS * SyntheticRun.FEATURES];
        try (SyntheticRun run = SyntheticRun.learnable(spec.build(), store.resolve("plain"))) {
            float[] start = run.weight();
            run.run();
            float[] stepped = run.weight();
            for (int i = 0; i < averaged.length; i++) {
                averaged[i] = 2 / 11f * start[i] + 9 / 11f * stepped[i];
            }
        }
        spec.weightAveraging(new AveragingSpec(0.9));
        try (SyntheticRun run = SyntheticRun.learnable(spec.build(), store.resolve("averaged"))) {
            run.run();

            assertThat(run.weight()).containsExactly(averaged, within(1e-6f));
            assertThat(run.epochs.get(0).validationLoss())
                    .isEqualTo(run.validation().evaluate(() -> false).meanLoss());
        }
    }

    @Test
    void aCosineLossWithoutMagnitudePenaltyLetsWeightsGrowWithoutBound() throws Exception {
        double[] without = weightNorms(new Cosine(0.0), 0.3);
        double[] with = weightNorms(new Cosine(0.1), 0.3);

        for (int epoch = 1; epoch < without.length; epoch++) {
            assertThat(without[epoch]).isGreaterThan(without[epoch - 1]);
        }
        assertThat(without[without.length - 1]).isGreaterThan(1.3 * without[0]);
        assertThat(Arrays.stream(with).max().orElseThrow()).isLessThan(4);
    }

    @Test
    void theMagnitudePenaltyBringsWeightsBackThatLargeStepsHaveBlownUp() throws Exception {
        double[] without = weightNorms(new Cosine(0.0), 10);
        double[] with = weightNorms(new Cosine(0.1), 10);

        assertThat(without[without.length - 1]).isGreaterThan(200);
        assertThat(with[with.length - 1]).isLessThan(0.3 * without[without.length - 1]);
    }

    /** After each of 13 epochs of 16 steps, 208 together; the targets have nothing to do with the features. */
    private double[] weightNorms(Loss loss, double learningRate) throws Exception {
        TrainingSpec spec = Specs.of(13)
                .loss(loss)
                .optimizer(Specs.adamw(learningRate, 0.0))
                .batchSize(4)
                .build();
        try (SyntheticRun run = SyntheticRun.unlearnable(spec, store.resolve(learningRate + "-" + loss))) {
            run.run();
            assertThat(run.epochs.get(12).step()).isEqualTo(208);
            return run.epochs.stream().mapToDouble(EpochResult::weightNorm).toArray();
        }
    }

    @Test
    void trainingStopsOnceNoEpochHasBeenBetterForAsLongAsThePatience() throws Exception {
        // steps far too large: after the first epochs it only gets worse
        TrainingSpec spec = spec(null, 100, 1.0, 5);
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            int best = run.run();

            assertThat(run.epochs).hasSizeLessThan(100).hasSize(best + 5);
        }
    }

    private static TrainingSpec spec(@Nullable Loss loss, int epochs, double learningRate, int patience) {
        return Specs.of(epochs)
                .loss(loss)
                .optimizer(Specs.adamw(learningRate, 3.0))
                .earlyStopping(new EarlyStoppingSpec(Metric.EMD, patience))
                .build();
    }
}
