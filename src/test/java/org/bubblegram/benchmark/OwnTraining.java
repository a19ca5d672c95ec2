package org.bubblegram.benchmark;

import org.bubblegram.engine.TensorEngine;
import org.bubblegram.training.StepLoop;
import org.bubblegram.training.Trainable;

/** Our steps of training, in a process set up as the service is; prints pictures a second. */
final class OwnTraining {
    private OwnTraining() {}

    /** @param arguments warm-up and length as ISO 8601 durations, and what learns */
    public static void main(String[] arguments) throws Exception {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        Trainable trainable = Trainable.valueOf(arguments[2]);
        try (StepLoop loop = new StepLoop(trainable, TrainingRates.BATCH, Networks.INPUT_SIZE)) {
            ClosedLoop.Result result = ClosedLoop.here(TrainingRates.window(arguments), loop::step);
            System.out.println(result.rate());
        }
        System.exit(0);
    }
}
