package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void aRunStoppedBetweenCheckpointsAndGoneOnWithEndsLikeOneThatWasNeverStopped() throws Exception {
        TrainingSpec spec = spec(null, 12, 0.02, 12);
        float[] unbroken;
        List<EpochResult> curve;
        try (SyntheticRun run = SyntheticRun.learnable(spec, store.resolve("unbroken"))) {
            run.run();
            unbroken = run.weight();
            curve = run.epochs;
        }
        Path broken = store.resolve("broken");
        try (SyntheticRun run = SyntheticRun.learnable(spec, broken)) {
            AtomicInteger asked = new AtomicInteger();
            run.cancelled =
                    () -> asked.incrementAndGet() > 58; // asked 4 times in training and 4 in validation: epoch 8
            assertThatThrownBy(run::run).isInstanceOf(TrainingCancelled.class);
            assertThat(run.epochs).hasSize(7);
        }
        try (SyntheticRun run = SyntheticRun.learnable(spec, broken)) {
            run.run();

            assertThat(run.notices).containsExactly("resumed");
            assertThat(run.weight()).isEqualTo(unbroken);
            assertThat(run.epochs.get(0).epoch()).isEqualTo(8);
            for (EpochResult epoch : run.epochs) {
                assertThat(epoch.trainLoss())
                        .isEqualTo(curve.get(epoch.epoch() - 1).trainLoss());
                assertThat(epoch.validation())
                        .isEqualTo(curve.get(epoch.epoch() - 1).validation());
            }
        }
    }

    /** A run asks whether to go on 4 times in training and 4 times in validation, in each of its 6 epochs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 14, 21, 30, 33, 45, 47})
    void wheneverItIsStoppedARunThatRemembersEverythingEndsTheSame(int asked) throws Exception {
        Ended unbroken = run("unbroken", List.of(), Integer.MAX_VALUE);
        assertThat(unbroken.epochs.get(5).learningRate())
                .as("a plateau was met")
                .isLessThan(0.5);
        Ended stopped = run("broken", List.of(), asked);
        Ended resumed = run("broken", stopped.epochs, Integer.MAX_VALUE);

        assertThat(resumed.weight).isEqualTo(unbroken.weight);
        assertThat(resumed.epochs)
                .usingRecursiveComparison()
                .ignoringFields("imagesPerSecond", "residentBytes")
                .isEqualTo(unbroken.epochs);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ended(List<EpochResult> epochs, float[] weight) {}

    /** A run that remembers everything there is, from its newest checkpoint until it has been asked so often. */
    private Ended run(String name, List<EpochResult> before, int asked) throws Exception {
        TrainingSpec spec = Specs.of(6)
                .optimizer(
                        new OptimizerSpec(OptimizerSpec.Type.SGD, 0.5, 0.1, 0.9, new Schedule.Plateau(1, 0.5), 3, null))
                .weightAveraging(new AveragingSpec(0.9))
                .gradientClipNorm(0.3)
                .build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store.resolve(name))) {
            AtomicInteger count = new AtomicInteger();
            run.cancelled = () -> count.incrementAndGet() > asked;
            try {
                run.run();
            } catch (TrainingCancelled e) {
                assertThat(asked).isNotEqualTo(Integer.MAX_VALUE);
            }
            List<EpochResult> epochs = new ArrayList<>(before);
            epochs.addAll(run.epochs);
            return new Ended(epochs, run.weight());
        }
    }

    @Test
    void aDamagedNewestCheckpointIsPassedOverForTheOneBefore() throws Exception {
        TrainingSpec spec = spec(null, 6, 0.02, 6);
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();
            assertThat(run.checkpoints.epochs()).containsExactly(5, 6);
        }
        Path newest = store.resolve("run/epoch-000006.safetensors");
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 3] ^= 1;
        Files.write(newest, bytes);
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();

            assertThat(run.notices).containsExactly("checkpoint_damaged", "resumed");
            assertThat(run.epochs)
                    .singleElement()
                    .satisfies(epoch -> assertThat(epoch.epoch()).isEqualTo(6));
        }
    }

    @Test
    void whereTheBestWeightsThatEveryCheckpointNeedsAreDamagedTrainingStartsOverAndKeepsWhatItThenStores()
            throws Exception {
        TrainingSpec spec = spec(null, 6, 0.02, 6);
        float[] unbroken;
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();
            unbroken = run.weight();
        }
        try (var files = Files.list(store.resolve("run"))) {
            for (Path best : files.filter(file -> file.getFileName().toString().startsWith("best-"))
                    .toList()) {
                Files.write(best, new byte[] {1, 2, 3});
            }
        }
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();

            assertThat(run.notices).containsExactly("checkpoint_damaged", "checkpoint_damaged");
            assertThat(run.epochs).hasSize(6);
            assertThat(run.weight()).isEqualTo(unbroken);
            assertThat(run.checkpoints.epochs()).containsExactly(5, 6);
        }
    }

    @Test
    void tensorsStoredAloneThatAreNotWholeAreNotThere() throws Exception {
        try (SyntheticRun run = SyntheticRun.learnable(spec(null, 1, 0.02, 1), store)) {
            assertThat(run.checkpoints.readAlone("initial.safetensors")).isEmpty();
            run.checkpoints.writeAlone("initial.safetensors", run.weights);
            assertThat(run.checkpoints.readAlone("initial.safetensors")).isPresent();
            Path file = store.resolve("run/initial.safetensors");
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 3] ^= 1;
            Files.write(file, bytes);

            assertThat(run.checkpoints.readAlone("initial.safetensors")).isEmpty();
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
