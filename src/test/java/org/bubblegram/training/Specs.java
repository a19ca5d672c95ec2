package org.bubblegram.training;

import org.bubblegram.metrics.Metric;

/** Specs of small trainings. */
final class Specs {
    private Specs() {}

    /** So many epochs without an early end, in batches of 16. */
    static TrainingSpecBuilder of(int epochs) {
        return TrainingSpec.builder()
                .epochs(epochs)
                .batchSize(16)
                .earlyStopping(new EarlyStoppingSpec(Metric.EMD, epochs))
                .seed(3L);
    }

    static OptimizerSpec adamw(double learningRate, double weightDecay) {
        return new OptimizerSpec(null, learningRate, weightDecay, null, null, null, null);
    }
}
