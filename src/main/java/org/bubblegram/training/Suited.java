package org.bubblegram.training;

import java.util.List;

/**
 * What suits training to some depth where the spec says nothing. How these were chosen: src/docs/decisions/0006 and 0010.
 *
 * @param rate learning rate of AdamW
 * @param decay weight decay of AdamW
 * @param patience of early stopping, in epochs
 */
@SuppressWarnings("checkstyle:ParameterNumber") // one table
record Suited(
        Schedule schedule, double rate, double decay, int epochs, int batchSize, int patience, List<StageSpec> stages) {
    private static final double SGD_TIMES = 100;

    static Suited to(Trainable trainable) {
        return switch (trainable) {
            case NONE -> new Suited(new Schedule.Constant(), 3e-4, 3, 300, 64, 30, List.of());
            case LAYER4, LAYER3, ALL ->
                new Suited(new Schedule.Cosine(null), 1e-4, 0.01, 14, 8, 14, List.of(StageSpec.of(Trainable.NONE)));
        };
    }

    /** Plain gradients want longer steps than those that AdamW has brought to length one. */
    double learningRate(OptimizerSpec.Type type) {
        return type == OptimizerSpec.Type.SGD ? SGD_TIMES * rate : rate;
    }

    /** A step takes off the learning rate times this, which is the same for both. */
    double weightDecay(OptimizerSpec.Type type) {
        return type == OptimizerSpec.Type.SGD ? decay / SGD_TIMES : decay;
    }
}
