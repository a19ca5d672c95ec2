package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.DirectoryBlobStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped, killed or damaged goes on. */
class ResumeTest {
    @TempDir
    Path store;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
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
        Ended unbroken = run("unbroken", List.of(), () -> false);
        assertThat(unbroken.epochs.get(5).learningRate())
                .as("a plateau was met")
                .isLessThan(0.5);
        Ended stopped = run("broken", List.of(), after(asked));
        Ended resumed = run("broken", stopped.epochs, () -> false);

        assertEndsTheSame(resumed, unbroken);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6, 8, 14, 21, 30, 45, 47})
    void aRunThatIsToGoOnLaterGoesOnWithTheVeryStepThatItWasStoppedAt(int asked) throws Exception {
        Ended unbroken = run("unbroken", List.of(), () -> false);
        Ended stopped = run("broken", List.of(), handingBack(after(asked)));
        AtomicInteger more = new AtomicInteger();
        Ended resumed = run("broken", stopped.epochs, () -> more.incrementAndGet() < 0);

        assertEndsTheSame(resumed, unbroken);
        int stepsTaken = asked / 8 * 4 + Math.min(asked % 8, 4);
        int validationsDone = asked / 8 * 4;
        assertThat(more).hasValue(48 - stepsTaken - validationsDone);
    }

    @Test
    void whatAnAttemptThatHasLostTheRunStillWritesIsInNobodysWay() throws Exception {
        Ended unbroken = run("unbroken", List.of(), () -> false);
        run("broken", List.of(), handingBack(after(20)));
        Path folder = store.resolve("broken/run");
        Path late = Files.copy(only(folder.resolve("1"), "part-.*safetensors"), store.resolve("late"));
        Ended second = run("broken", List.of(), 2, after(20));
        assertThat(second.epochs).extracting(EpochResult::epoch).containsExactly(3, 4, 5);
        assertThat(folder.resolve("1")).isEmptyDirectory(); // the second attempt has two of its own by now

        Files.copy(late, folder.resolve("1/epoch-000099.safetensors"));
        Files.writeString(folder.resolve("1/epoch-000099.json"), "{}");
        Ended third = run("broken", List.of(), 3, () -> false);

        assertThat(third.weight).isEqualTo(unbroken.weight);
        assertThat(third.epochs).extracting(EpochResult::epoch).containsExactly(6);
    }

    /** Until the end, from whatever there is, each attempt with the next fault. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void howeverOftenTheStoreFailsARunEndsTheSame(boolean silently) throws Exception {
        Ended unbroken = run("unbroken", List.of(), () -> false);
        BlobStore disk = new DirectoryBlobStore(store.resolve("broken"), Clock.systemUTC());
        int asked = 0;
        for (int fault = 1; fault <= 12; fault++) {
            asked += 3;
            try {
                run(new FaultyBlobs(disk, 1 + fault % 5, silently), List.of(), fault, handingBack(after(asked)));
            } catch (IOException e) {
                assertThat(silently).isFalse();
                assertThat(e).hasMessage("No space left on device");
            }
        }

        Ended resumed = run(disk, List.of(), 13, () -> false);

        assertThat(resumed.weight).isEqualTo(unbroken.weight);
    }

    private static Path only(Path folder, String name) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void assertEndsTheSame(Ended resumed, Ended unbroken) {
        assertThat(resumed.weight).isEqualTo(unbroken.weight);
        assertThat(resumed.epochs)
                .usingRecursiveComparison()
                .ignoringFields("imagesPerSecond", "residentBytes")
                .isEqualTo(unbroken.epochs);
    }

    private static StopRequest after(int asked) {
        AtomicInteger count = new AtomicInteger();
        return () -> count.incrementAndGet() > asked;
    }

    private static StopRequest handingBack(StopRequest stop) {
        return new StopRequest() {
            @Override
            public boolean getAsBoolean() {
                return stop.getAsBoolean();
            }

            @Override
            public boolean goesOnLater() {
                return true;
            }
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Ended(List<EpochResult> epochs, float[] weight) {}

    private Ended run(String name, List<EpochResult> before, StopRequest stop) throws Exception {
        return run(name, before, before.isEmpty() ? 1 : 2, stop);
    }

    /** A run that remembers everything there is, from its newest checkpoint until it is to stop. */
    private Ended run(String name, List<EpochResult> before, int attempt, StopRequest stop) throws Exception {
        return run(new DirectoryBlobStore(store.resolve(name), Clock.systemUTC()), before, attempt, stop);
    }

    private Ended run(BlobStore blobs, List<EpochResult> before, int attempt, StopRequest stop) throws Exception {
        TrainingSpec spec = Specs.of(6)
                .optimizer(
                        new OptimizerSpec(OptimizerSpec.Type.SGD, 0.5, 0.1, 0.9, new Schedule.Plateau(1, 0.5), 3, null))
                .weightAveraging(new AveragingSpec(0.9))
                .gradientClipNorm(0.3)
                .build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.attempt(attempt, blobs).cancelled = stop;
            try {
                run.run();
            } catch (TrainingCancelled e) {
                assertThat(stop.getAsBoolean()).isTrue();
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

    private static TrainingSpec spec(@Nullable Loss loss, int epochs, double learningRate, int patience) {
        return Specs.of(epochs)
                .loss(loss)
                .optimizer(Specs.adamw(learningRate, 3.0))
                .earlyStopping(new EarlyStoppingSpec(Metric.EMD, patience))
                .build();
    }
}
