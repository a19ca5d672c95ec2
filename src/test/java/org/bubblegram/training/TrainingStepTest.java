package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 64 samples of the weights 1, 2 and 3 in turn. */
@SuppressWarnings("ArrayRecordComponent") // never compared
class TrainingStepTest {
    @TempDir
    Path store;

    @BeforeEach
    void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8, 21})
    void microBatchesAddUpToTheGradientOfTheWholeBatchAlsoWhereTheLastIsSmaller(int microBatch) throws Exception {
        int[] examples = Example.upright(22);

        Result whole = result(22, examples);
        Result parts = result(microBatch, examples);

        assertThat(parts.gradient).containsExactly(whole.gradient, within(1e-5f * norm(whole.gradient)));
        assertThat(parts.sum.mean()).isEqualTo(whole.sum.mean(), within(1e-6));
        assertThat(parts.sum.weight()).isEqualTo(whole.sum.weight());
    }

    @Test
    void theGradientOfTheMeanIsTheWeightedMeanOfTheSamplesGradients() throws Exception {
        int[] examples = Example.upright(7);
        Result whole = result(7, examples);
        float[] mean = new float[whole.gradient.length];
        double loss = 0;
        for (int i = 0; i < examples.length; i++) {
            Result one = result(1, examples[i]);
            for (int j = 0; j < mean.length; j++) {
                mean[j] += (float) (one.gradient[j] * one.sum.weight() / whole.sum.weight());
            }
            loss += one.sum.mean() * one.sum.weight() / whole.sum.weight();
        }

        assertThat(whole.gradient).containsExactly(mean, within(1e-5f * norm(mean)));
        assertThat(whole.sum.mean()).isEqualTo(loss, within(1e-6));
    }

    @Test
    void splittingABatchIntoMicroBatchesChangesNothingElse() throws Exception {
        Trained whole = trained(16, 1);
        for (int parts : new int[] {2, 4, 16}) {
            Trained split = trained(16 / parts, parts);

            assertThat(split.weight).containsExactly(whole.weight, within(1e-5f));
            for (int epoch = 0; epoch < whole.epochs.size(); epoch++) {
                assertThat(split.epochs.get(epoch).step())
                        .isEqualTo(whole.epochs.get(epoch).step());
                assertThat(split.epochs.get(epoch).trainLoss())
                        .isEqualTo(whole.epochs.get(epoch).trainLoss(), within(1e-5));
                assertThat(split.epochs.get(epoch).gradients().variance())
                        .isEqualTo(whole.epochs.get(epoch).gradients().variance(), within(1e-6));
            }
        }
    }

    @Test
    void aClippedGradientMovesWeightsLessAndIsReportedUnclipped() throws Exception {
        TrainingSpecBuilder sgd = Specs.of(1)
                .optimizer(
                        new OptimizerSpec(OptimizerSpec.Type.SGD, 1.0, 0.0, 0.0, new Schedule.Constant(), null, null))
                .batchSize(64);
        double free = moved(sgd.build());
        double clipped = moved(sgd.gradientClipNorm(0.01).build());

        assertThat(free).isGreaterThan(0.05);
        assertThat(clipped).isEqualTo(0.01, within(1e-5)); // one step, rate 1, gradient of length 0.01
    }

    /** How far one epoch moves the weights; its gradient norm is the same, clipped or not. */
    private double moved(TrainingSpec spec) throws Exception {
        try (SyntheticRun run = SyntheticRun.learnable(spec, store.resolve(String.valueOf(spec.gradientClipNorm())))) {
            float[] before = all(run);
            run.run();
            assertThat(run.epochs.get(0).gradientNorm()).isGreaterThan(0.05);
            float[] after = all(run);
            for (int i = 0; i < after.length; i++) {
                after[i] -= before[i];
            }
            return norm(after);
        }
    }

    private static float[] all(SyntheticRun run) {
        List<Float> values = new ArrayList<>();
        for (NDArray tensor : run.weights.tensors().values()) {
            for (float value : tensor.toFloatArray()) {
                values.add(value);
            }
        }
        float[] all = new float[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i);
        }
        return all;
    }

    private record Trained(float[] weight, List<EpochResult> epochs) {}

    private Trained trained(int batchSize, int accumulationSteps) throws Exception {
        TrainingSpec spec = Specs.of(4)
                .optimizer(Specs.adamw(0.02, 1))
                .batchSize(batchSize)
                .accumulationSteps(accumulationSteps)
                .build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store.resolve("batch-" + batchSize))) {
            run.run();
            return new Trained(run.weight(), run.epochs);
        }
    }

    private record Result(TrainingStep.Sum sum, float[] gradient) {}

    private Result result(int microBatch, int... examples) throws Exception {
        TrainingSpec spec = Specs.of(1).batchSize(microBatch).build();
        try (SyntheticRun run = SyntheticRun.learnable(spec, store)) {
            LearningWeights weights = run.learner.weights();
            weights.learn(true);
            TrainingStep.Sum sum = run.step().gradients(new TrainingStep.Place(1, 1), examples, null);
            return new Result(sum, weights.tensor("weight").getGradient().toFloatArray());
        }
    }

    private static float norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += value * value;
        }
        return (float) Math.sqrt(squares);
    }
}
