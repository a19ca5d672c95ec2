package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.bubblegram.engine.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * One minus the cosine of logits and target, plus a penalty on the logits' length: 1 - z.y / (|z||y|) + penalty (|z| -
 * |y|)^2. Without the penalty nothing opposes growing weights.
 *
 * @param magnitudePenalty 0.1 if absent; 0 shows the fault
 */
@Description(
        formula = "1 - z.y / (|z| |y|) + magnitudePenalty (|z| - |y|)^2",
        when =
                "Shape alone matters: the direction of the logits is compared with that of the target. Keep the penalty: without it the weights grow without bound.")
public record Cosine(
        @DecimalMin("0")
        @DecimalMax("100")
        @Description.Parameter("How strongly the logits are held to the target's length; 0 does not hold them at all.")
        Double magnitudePenalty)
        implements Loss {
    private static final double TINY = 1e-12;

    public Cosine(@Nullable Double magnitudePenalty) {
        this.magnitudePenalty = magnitudePenalty == null ? Double.valueOf(0.1) : magnitudePenalty;
    }

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray z = logits.mul(targets.known());
        NDArray y = targets.fractions();
        NDArray length = z.square().sum(new int[] {-1}).add(TINY).sqrt(); // (B): each row by itself
        NDArray wanted = y.square().sum(new int[] {-1}).sqrt();
        NDArray cosine = z.mul(y).sum(new int[] {-1}).div(length.mul(wanted));
        return cosine.neg().add(1).add(Scalars.times(length.sub(wanted).square(), magnitudePenalty));
    }

    @Override
    public double at(Answer answer) {
        double length = Math.sqrt(answer.sum(k -> answer.predicted[k] * answer.predicted[k]) + TINY);
        double wanted = Math.sqrt(answer.sum(k -> answer.target[k] * answer.target[k]));
        double cosine = answer.sum(k -> answer.predicted[k] * answer.target[k]) / (length * wanted);
        return 1 - cosine + magnitudePenalty * Math.pow(length - wanted, 2);
    }

    @Override
    public Activation activation() {
        return Activation.NORMALIZED_RELU;
    }
}
