package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Losses;
import org.bubblegram.metrics.Metric;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class EpochResultTest {
    @TempDir
    Path store;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
    }

    @Test
    void anEpochCarriesEveryMetricAndEveryLossOfTheValidationSplit() throws Exception {
        TrainingSpec spec = Specs.of(1).build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();

            EpochResult epoch = run.epochs.get(0);
            assertThat(epoch.validation())
                    .containsOnlyKeys(
                            Arrays.stream(Metric.values()).map(Metric::key).toList());
            assertThat(epoch.validationLosses())
                    .containsOnlyKeys(Losses.withDefaults().keySet());
            // fractions of a softmax mean logits that differ by a constant at most, which it does not see
            assertThat(epoch.validationLosses().get("softmax-cross-entropy"))
                    .isCloseTo(epoch.validationLoss(), within(1e-5));
        }
    }

    @Test
    void whereAStepHasASingleSampleNothingIsSaidOfHowGradientsScatter() throws Exception {
        TrainingSpec spec = Specs.of(1).batchSize(1).build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            run.run();

            EpochResult epoch = run.epochs.get(0);
            JsonMapper service = JsonMapper.builder()
                    .changeDefaultPropertyInclusion(included ->
                            included.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
                    .build();
            String json = service.writeValueAsString(epoch);
            assertThat(service.readTree(json).get("gradients").isEmpty())
                    .as(json)
                    .isTrue();
            assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(service.readValue(json, EpochResult.class)).isEqualTo(epoch);
        }
    }

    @Test
    void anEpochRecordedBeforeThereWereLossesIsStillRead() {
        EpochResult epoch = JsonMapper.shared().readValue("""
                {"epoch": 2, "step": 20, "trainLoss": 1.5, "validationLoss": 1.25, "validation": {"emd": 0.5},
                 "learningRate": 0.001, "weightNorm": 2, "gradientNorm": 3, "imagesPerSecond": 100, "best": true}
                """, EpochResult.class);

        assertThat(epoch.validation()).containsEntry("emd", 0.5);
        assertThat(epoch.validationLosses()).isEmpty();
        assertThat(epoch.gradients().noiseScale()).isNull();
    }
}
