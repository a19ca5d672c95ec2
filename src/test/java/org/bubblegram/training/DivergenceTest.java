package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Cosine;
import org.bubblegram.loss.Loss;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergenceTest {
    @TempDir
    Path store;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
    }

    private static TrainingSpec spec(@Nullable Loss loss, double learningRate) {
        return Specs.of(40).loss(loss).optimizer(Specs.adamw(learningRate, 3.0)).build();
    }

    @Test
    void aLossThatIsNotFiniteFailsAndSaysAtWhichStep() throws Exception {
        TrainingSpec spec = spec(new Cosine(100.0), 1.0);
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            float[] huge = new float[SyntheticRun.BINS * SyntheticRun.FEATURES];
            Arrays.fill(huge, 1e25f);
            run.weights.put("weight", huge, run.weights.get("weight").getShape());

            assertThatThrownBy(run::run)
                    .isInstanceOfSatisfying(
                            TrainingFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("loss_diverged"))
                    .hasMessageContaining("at step 1 (epoch 1)");
        }
    }

    @Test
    void trainingWithoutAnyFiniteAnswerFailsWithAdviceInsteadOfEndingWithoutWeights() throws Exception {
        // one step an epoch: its own loss is finite, what it leaves behind is not
        TrainingSpec spec = Specs.of(1)
                .optimizer(
                        new OptimizerSpec(OptimizerSpec.Type.SGD, 1e39, 0.0, 0.0, new Schedule.Constant(), null, null))
                .batchSize(64)
                .build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            assertThatThrownBy(run::run)
                    .isInstanceOfSatisfying(
                            TrainingFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo("loss_diverged"))
                    .hasMessageContaining("After epoch 1 the validation loss was NaN and the emd NaN")
                    .hasMessageContaining("A lower optimizer.learningRate, a gradientClipNorm,");
            assertThat(run.checkpoints.epochs()).as("none to go on from").isEmpty();
        }
    }

    @Test
    void anEpochWithoutFiniteAnswersIsToldAndTheBestOneBeforeIsKept() throws Exception {
        try (SyntheticRun run = SyntheticRun.learnable(spec(null, 0.02), store)) {
            List<float[]> good = new ArrayList<>();
            AtomicInteger asked = new AtomicInteger();
            run.cancelled = () -> {
                int times = asked.incrementAndGet(); // 4 times in training and 4 in validation of each epoch
                if (times == 2 * 8 + 1) {
                    good.add(run.weight());
                } else if (times == 2 * 8 + 5) { // before the validation of epoch 3
                    run.weights.get("weight").muli(Float.NaN);
                }
                return false;
            };

            assertThat(run.run()).isEqualTo(2);

            assertThat(run.epochs).hasSize(3);
            assertThat(run.epochs.get(1).best()).isTrue();
            assertThat(run.epochs.get(2).validationLoss()).isNaN();
            assertThat(run.weight()).containsExactly(good.get(0));
            assertThat(run.notices).containsExactly("validation_not_finite", "loss_diverged");
            assertThat(run.messages.get(0))
                    .startsWith(
                            "After epoch 3 the validation loss was NaN and the emd NaN; epoch 2 stays the best. A lower");
            assertThat(run.messages.get(1))
                    .contains("at step 13 (epoch 4).")
                    .endsWith("The stage ends here with the weights of epoch 2, its best.");
        }
    }
}
