package org.bubblegram.training;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One stage of training, everything said.
 *
 * @param epochs most passes over the training split
 * @param batchSize of a micro-batch
 * @param accumulationSteps micro-batches a step
 * @param patience epochs without a better value before it ends
 */
record Stage(
        Trainable trainable, int epochs, int batchSize, int accumulationSteps, OptimizerSpec optimizer, int patience) {
    /** All stages of a spec, the last one last. */
    static List<Stage> of(TrainingSpec spec) {
        List<Stage> stages = new ArrayList<>();
        for (StageSpec stage : spec.stages()) {
            stages.add(new Stage(
                    stage.trainable(),
                    stage.mostEpochs(),
                    requireNonNull(stage.batchSize()),
                    1,
                    requireNonNull(stage.optimizer()),
                    requireNonNull(stage.patience())));
        }
        stages.add(new Stage(
                spec.backbone().trainable(),
                spec.epochs(),
                spec.batchSize(),
                spec.accumulationSteps(),
                spec.optimizer(),
                requireNonNull(spec.earlyStopping().patience())));
        return stages;
    }

    /** Samples a step of the optimizer. */
    int samplesPerStep() {
        return batchSize * accumulationSteps;
    }

    /** Examples learned from in an epoch: a head alone sees every view of each sample, for they cost nothing. */
    int examplesPerEpoch(int samples, AugmentationSpec augmentation) {
        return trainable == Trainable.NONE ? samples * augmentation.views() : samples;
    }

    /** Optimizer steps an epoch. */
    int stepsPerEpoch(int samples, AugmentationSpec augmentation) {
        return (examplesPerEpoch(samples, augmentation) + samplesPerStep() - 1) / samplesPerStep();
    }
}
