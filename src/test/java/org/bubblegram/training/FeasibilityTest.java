package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
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
    void theStageWhoseBatchDoesNotFitTheMemoryIsNamedWithTheLargestThatFitsThere() {
        TrainingSpecBuilder spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .batchSize(1);

        assertThatThrownBy(() -> check(spec.stages(layer4(1024)).build(), 20 * GIB, 4 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("memory_too_small");
                    assertThat(e.field()).isEqualTo("stages[0].batchSize");
                    String largest = String.valueOf(e.getMessage())
                            .replaceAll(".*The largest stages\\[0].batchSize that fits is (\\d+);.*", "$1");
                    int fits = Integer.parseInt(largest);
                    assertThatCode(() -> check(spec.stages(layer4(fits)).build(), 20 * GIB, 4 * GIB))
                            .as("what is advised fits")
                            .doesNotThrowAnyException();
                    assertThatThrownBy(() -> check(spec.stages(layer4(fits + 1)).build(), 20 * GIB, 4 * GIB))
                            .as("and one more does not")
                            .isInstanceOf(SpecImpossible.class);
                })
                .hasMessageNotContaining("accumulationSteps makes up");
    }

    private static List<StageSpec> layer4(int batchSize) {
        return List.of(new StageSpec(Trainable.LAYER4, null, batchSize, null, null));
    }

    @Test
    void aBatchOfMoreNumbersThanOneBufferHoldsIsRefusedHoweverLargeTheMemory() {
        // 3 * 1024 * 1024 floats a picture, and 2^29 - 1 in 2 GB: 170
        TrainingSpecBuilder spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .stages(List.of())
                .input(new InputSpec(1024));

        assertThatThrownBy(() -> check(spec.batchSize(171).build(), 20 * GIB, 4096 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("batch_too_large");
                    assertThat(e.field()).isEqualTo("batchSize");
                })
                .hasMessageContaining("The largest batchSize that fits is 170;");
        assertThatCode(() -> check(spec.batchSize(170).build(), 20 * GIB, 4096 * GIB))
                .doesNotThrowAnyException();
    }

    @Test
    void activationsThatDoNotFitTheCacheBesideThePicturesAreRefusedNamingTheStage() {
        TrainingSpecBuilder spec = TrainingSpec.builder().backbone(new BackboneSpec(null, Trainable.LAYER3));

        // 850 views of 512 x 28 x 28 floats: 1.3 GB; 150 pictures of 3 x 224 x 224: 86 MB
        assertThatThrownBy(() -> check(spec.build(), GIB, 8 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("cache_too_small");
                    assertThat(e.field()).isEqualTo("backbone.trainable");
                })
                .hasMessageContaining(
                        "decoded pictures of 86 MB and activations of the frozen part of 1301 MB, together 1387 MB,"
                                + " but bubblegram.training.cache-limit is 1024 MB");
        // either would fit alone
        assertThatThrownBy(() -> check(spec.build(), 1350L << 20, 8 * GIB)).isInstanceOf(SpecImpossible.class);
        assertThatCode(() -> check(spec.build(), 1388L << 20, 8 * GIB)).doesNotThrowAnyException();
        // 150 upright views: 0.2 GB
        assertThatCode(() -> check(
                        spec.augmentation(new AugmentationSpec(false, null, null))
                                .build(),
                        GIB,
                        8 * GIB))
                .doesNotThrowAnyException();
    }

    @Test
    void picturesThatDoNotFitTheCacheAreRefusedAlsoWhereNothingIsFrozen() {
        TrainingSpec spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .stages(List.of())
                .build();

        assertThatThrownBy(() -> check(spec, 80L << 20, 8 * GIB))
                .isInstanceOfSatisfying(
                        SpecImpossible.class, e -> assertThat(e.field()).isEqualTo("input.size"))
                .hasMessageContaining("decoded pictures of 86 MB, but bubblegram.training.cache-limit is 80 MB");
    }

    @Test
    void aWarmUpAsLongAsItsStageIsRefused() {
        // 100 samples in batches of 8 are 13 steps an epoch
        TrainingSpecBuilder spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, Trainable.ALL))
                .epochs(3);

        assertThatThrownBy(() -> check(spec.optimizer(warmup(39)).build(), 20 * GIB, 8 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("warmup_too_long");
                    assertThat(e.field()).isEqualTo("optimizer.warmupSteps");
                });
        assertThatCode(() -> check(spec.optimizer(warmup(38)).build(), 20 * GIB, 8 * GIB))
                .doesNotThrowAnyException();
    }

    @Test
    void featuresOfAComparisonThatDoNotFitTheCacheAreRefused() {
        // 8 views of 120 samples and one of 30, each 2048 floats: 7.7 MB; the pictures take 1.8 MB
        ComparisonSpec spec = comparison(32);

        assertThatThrownBy(() -> check(spec, GIB / 256, 8 * GIB))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("cache_too_small");
                    assertThat(e.field()).isEqualTo("dataset");
                })
                .hasMessageContaining("features of 7 MB, together 9 MB,");
        assertThatCode(() -> check(spec, GIB / 64, 8 * GIB)).doesNotThrowAnyException();
    }

    @Test
    void aComparisonTakesTheMemoryOfTrainingTheHeadAndTwiceThatOfItsFeatures() {
        ComparisonSpec spec = comparison(224);
        long fits =
                new MemoryEstimate(spec.training(), Stage.of(spec.training()).get(0), 6).bytes()
                        + 2 * 4 * 2048 * 8 * 120;

        assertThatCode(() -> check(spec, GIB, fits)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(spec, GIB, fits - 1)).isInstanceOfSatisfying(SpecImpossible.class, e -> {
            assertThat(e.code()).isEqualTo("memory_too_small");
            assertThat(e.field()).isEqualTo("input.size");
        });
    }

    @Test
    void aComparisonOfMoreSamplesThanATensorHoldsIsRefused() {
        Map<Split, List<Sample>> many =
                Map.of(Split.TRAIN, Collections.nCopies(262_144, samples(1).get(0)));

        assertThatThrownBy(() -> new Feasibility(cache(2000 * GIB), 8 * GIB).check(comparison(32), many, 6))
                .isInstanceOfSatisfying(SpecImpossible.class, e -> {
                    assertThat(e.code()).isEqualTo("too_many_samples");
                    assertThat(e.field()).isEqualTo("dataset");
                });
    }

    private static ComparisonSpec comparison(int size) {
        return new ComparisonSpec(null, null, null, null, null, new InputSpec(size), null, null, null, null, null);
    }

    private static OptimizerSpec warmup(int steps) {
        return new OptimizerSpec(null, null, null, null, null, steps, null);
    }

    private void check(TrainingSpec spec, long cacheBytes, long memoryBytes) {
        new Feasibility(cache(cacheBytes), memoryBytes).check(spec, samples, 6);
    }

    private void check(ComparisonSpec spec, long cacheBytes, long memoryBytes) {
        new Feasibility(cache(cacheBytes), memoryBytes).check(spec, samples, 6);
    }

    private TrainingCache cache(long bytes) {
        return new TrainingCache(folder, bytes, Clock.systemUTC());
    }

    private static List<Sample> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Sample(i, "i" + i, null, null, new Target(0.5, 0.5), 1, null, "blob", 1, 1))
                .toList();
    }
}
