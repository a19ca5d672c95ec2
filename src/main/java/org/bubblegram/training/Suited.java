package org.bubblegram.training;

import java.util.List;

/**
 * What suits training to some depth where the spec says nothing. How these were chosen: src/docs/decisions/0006 and 0007.
 *
 * @param patience of early stopping, in epochs
 */
record Suited(Schedule schedule, double weightDecay, int epochs, int batchSize, int patience, List<StageSpec> stages) {
    private static final double HEAD_RATE = 3e-4;
    private static final double DEEP_RATE = 1e-4;
    private static final double SGD_TIMES = 100;

    static Suited to(Trainable trainable) {
        return switch (trainable) {
            case NONE -> new Suited(new Schedule.Constant(), 3, 300, 64, 30, List.of());
            case LAYER4, LAYER3, ALL -> new Suited(new Schedule.Cosine(null), 0.01, 24, 16, 24, List.of());
        };
    }

    /** Plain gradients want longer steps than those that AdamW has brought to length one. */
    static double learningRate(Trainable trainable, OptimizerSpec.Type type) {
        double rate = trainable == Trainable.NONE ? HEAD_RATE : DEEP_RATE;
        return type == OptimizerSpec.Type.SGD ? SGD_TIMES * rate : rate;
    }
}
