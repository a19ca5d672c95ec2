package org.bubblegram.training;

import java.util.List;

/**
 * How far training has come over all stages, in parts of the work that they will take at most. Work is counted in forward
 * passes of one picture through the whole network.
 */
final class StageProgress {
    // a step goes forward and twice that back
    private static final double WHOLE_STEP = 4;
    private static final double LAYER3_STEP = 2;
    private static final double LAYER4_STEP = 1;
    private static final double HEAD_STEP = 0.001;

    private final double[] ahead;
    private final double[] epoch;
    private final double[] before;
    private final TrainingListener listener;

    StageProgress(List<Stage> stages, int samples, AugmentationSpec augmentation, TrainingListener listener) {
        this.ahead = new double[stages.size()];
        this.epoch = new double[stages.size()];
        this.before = new double[stages.size() + 1];
        this.listener = listener;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            ahead[i] = stage.trainable() == Trainable.NONE ? (double) samples * augmentation.views() : 0;
            epoch[i] = step(stage.trainable()) * stage.examplesPerEpoch(samples, augmentation);
            before[i + 1] = before[i] + ahead[i] + epoch[i] * stage.epochs();
        }
    }

    private static double step(Trainable trainable) {
        return switch (trainable) {
            case NONE -> HEAD_STEP;
            case LAYER4 -> LAYER4_STEP;
            case LAYER3 -> LAYER3_STEP;
            case ALL -> WHOLE_STEP;
        };
    }

    /** A part, 0 to 1, of what a stage computes ahead is there. */
    void ahead(int stage, double part) {
        tell(before[stage] + ahead[stage] * part);
    }

    /** So many epochs of a stage are done. */
    void epochs(int stage, double done) {
        tell(before[stage] + ahead[stage] + epoch[stage] * done);
    }

    private void tell(double work) {
        listener.onProgress(Math.min(1, work / before[before.length - 1]));
    }
}
