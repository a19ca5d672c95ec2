package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy between target and softmax: -sum y' log softmax(z), y' = (1 - e) y + e / K.
 *
 * @param labelSmoothing e, 0 if absent
 */
@Description(
        formula = "-sum y' log p, y' = (1 - e) y + e / K, e = labelSmoothing",
        when =
                "The default, and hard to beat: it learns fast from confident wrong answers. Label smoothing helps where labels are too sure of themselves.",
        source = "Szegedy et al. 2016 (label smoothing)")
public record SoftmaxCrossEntropy(
        @DecimalMin("0")
        @DecimalMax("0.9")
        @Description.Parameter("Share of the target that is spread evenly over all bins.")
        Double labelSmoothing)
        implements Loss {
    public SoftmaxCrossEntropy(@Nullable Double labelSmoothing) {
        this.labelSmoothing = labelSmoothing == null ? Double.valueOf(0) : labelSmoothing;
    }

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray bins = targets.known().sum(new int[] {-1}, true); // (B, 1)
        NDArray smoothed = targets.fractions()
                .mul(1 - labelSmoothing)
                .add(targets.known().div(bins).mul(labelSmoothing));
        NDArray logProbabilities = targets.hide(logits).logSoftmax(-1);
        return smoothed.mul(logProbabilities).sum(new int[] {-1}).neg();
    }

    @Override
    public double at(Answer answer) {
        double floor = labelSmoothing / answer.bins();
        return answer.sum(k -> -((1 - labelSmoothing) * answer.target[k] + floor) * answer.logPredicted(k));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
