package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.dataset.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 100 training samples, 20 for validation, 30 for the test. */
class FeasibilityTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path folder;

    private final Map<Split, List<Sample>> samples =
            Map.of(Split.TRAIN, samples(100), Split.VALIDATION, samples(20), Split.TEST, samples(30));

    @Test
    void everyDefaultFitsASmallMachine() {
        for (Trainable trainable : Trainable.values()) {
            TrainingSpec spec = TrainingSpec.builder()
                    .backbone(new BackboneSpec(null, trainable))
                    .build();

            assertThatCode(() -> check(spec, 20 * GIB, 8 * GIB))
                    .as(trainable.name())
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aBatchThatDoesNotFitTheMemoryIsRefusedWithTheLargestThatWould() {
        TrainingSpecBuilder spec = TrainingSpec.builder().backbone(new BackboneSpec(null, Trainable.ALL));

        assertThatThrownBy(() -> check(spec.batchSize(512).build(), 20 * GIB, 16 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("memory_too_small");
                    assertThat(e.field()).isEqualTo("batchSize");
                    String largest = String.valueOf(e.getMessage()).replaceAll(".*that fits is (\\d+);.*", "$1");
                    assertThatCode(() -> check(
                                    spec.batchSize(Integer.parseInt(largest)).build(), 20 * GIB, 16 * GIB))
                            .as("what is advised fits")
                            .doesNotThrowAnyException();
                    assertThatThrownBy(() -> check(
                                    spec.batchSize(Integer.parseInt(largest) + 1)
                                            .build(),
                                    20 * GIB,
                                    16 * GIB))
                            .as("and one more does not")
                            .isInstanceOf(SpecImpossible.class);
                });
    }

    @Test
    void whereNotEvenOneSampleFitsTheInputIsToBlame() {
        TrainingSpec spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .input(new InputSpec(1024))
                .build();

        assertThatThrownBy(() -> check(spec, 20 * GIB, 2 * GIB))
                .isInstanceOfSatisfying(
                        SpecImpossible.class, e -> assertThat(e.field()).isEqualTo("input.size"))
                .hasMessageContaining("Not even a batchSize of 1 fits");
    }

    @Test
    void activationsThatDoNotFitTheCacheAreRefusedNamingTheStage() {
        TrainingSpecBuilder spec = TrainingSpec.builder().backbone(new BackboneSpec(null, Trainable.LAYER3));

        // 850 views of 512 x 28 x 28 floats: 1.3 GB
        assertThatThrownBy(() -> check(spec.build(), GIB, 8 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("cache_too_small");
                    assertThat(e.field()).isEqualTo("backbone.trainable");
                })
                .hasMessageContaining("take 1301 MB on disk, but there are 1024 MB");
        // 150 upright views: 0.2 GB
        assertThatCode(() -> check(
                        spec.augmentation(new AugmentationSpec(false, null)).build(), GIB, 8 * GIB))
                .doesNotThrowAnyException();
    }

    @Test
    void aWarmUpAsLongAsItsStageIsRefused() {
        // 100 samples in batches of 16 are 7 steps an epoch
        TrainingSpecBuilder spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .epochs(3);

        assertThatThrownBy(() -> check(spec.optimizer(warmup(21)).build(), 20 * GIB, 8 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("warmup_too_long");
                    assertThat(e.field()).isEqualTo("optimizer.warmupSteps");
                });
        assertThatCode(() -> check(spec.optimizer(warmup(20)).build(), 20 * GIB, 8 * GIB))
                .doesNotThrowAnyException();
    }

    private static OptimizerSpec warmup(int steps) {
        return new OptimizerSpec(null, null, null, null, null, steps, null);
    }

    private void check(TrainingSpec spec, long cacheBytes, long memoryBytes) {
        TrainingCache cache = new TrainingCache(folder, cacheBytes, Clock.systemUTC());
        new Feasibility(cache, memoryBytes).check(spec, samples, 6);
    }

    private static List<Sample> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sample(i, "i" + i, null, null, new Target(0.5, 0.5), 1, null, "blob", 1, 1))
                .toList();
    }
}
