package org.bubblegram.training;

import java.util.Objects;
import org.bubblegram.metrics.Metric;

/**
 * What is said, and done, where a loss or an answer is no number any more.
 *
 * @param metric by which epochs are compared
 */
record Divergence(Metric metric, TrainingListener listener) {
    static final String CODE = "loss_diverged";

    private static final String ADVICE =
            "A lower optimizer.learningRate, a gradientClipNorm, or a loss that bounds the logits, may help.";

    /** @param norm of the gradient */
    static TrainingFailure atStep(double loss, double norm, long step, int epoch) {
        return new TrainingFailure(
                CODE,
                "The loss was %s with a gradient of length %s at step %d (epoch %d). %s"
                        .formatted(loss, norm, step, epoch, ADVICE));
    }

    /** Of a stage that has no finite epoch. */
    TrainingFailure withoutBest(EpochResult result) {
        return new TrainingFailure(
                CODE, validation(result) + ": no epoch of this stage has given finite answers. " + ADVICE);
    }

    /** Tells of an epoch whose answers are not finite, after one whose were. */
    void tellIfIn(EpochResult result, int bestEpoch) {
        if (!Double.isFinite(result.validationLoss()) || !Double.isFinite(value(result))) {
            listener.onNotice(
                    "validation_not_finite",
                    validation(result) + "; epoch " + bestEpoch + " stays the best. " + ADVICE);
        }
    }

    /** Tells of a stage that a failure ends early, with the weights of its best epoch. */
    void tellOfEnd(TrainingFailure failure, int bestEpoch) {
        listener.onNotice(
                CODE,
                "%s The stage ends here with the weights of epoch %d, its best."
                        .formatted(failure.getMessage(), bestEpoch));
    }

    private String validation(EpochResult result) {
        return "After epoch %d the validation loss was %s and the %s %s"
                .formatted(result.epoch(), result.validationLoss(), metric.key(), value(result));
    }

    private double value(EpochResult result) {
        return Objects.requireNonNull(result.validation().get(metric.key()));
    }
}
