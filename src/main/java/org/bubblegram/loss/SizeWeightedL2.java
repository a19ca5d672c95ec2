package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Squared distance weighted by size: sum w (p - y)^2 with w proportional to c^exponent, c the bin's centre, of mean 1: makes
 * rare large sizes count, as they do in area and volume.
 *
 * @param exponent 2 if absent
 */
@Description(
        formula = "sum w (p - y)^2, w ~ c^exponent of mean 1",
        when = "Few large sizes matter most, as they do in area and volume. Small sizes are learned less well for it.")
public record SizeWeightedL2(
        @DecimalMin("0")
        @DecimalMax("6")
        @Description.Parameter(
                "How fast the weight grows with size: 0 weighs all alike, 2 as area does, 3 as volume does.")
        Double exponent)
        implements Loss {
    public SizeWeightedL2(@Nullable Double exponent) {
        this.exponent = exponent == null ? Double.valueOf(2) : exponent;
    }

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray known = targets.centres().mul(targets.known()); // (B, K)
        // by the largest one known, or the power leaves float32's range in small and in large units alike
        NDArray power = known.div(known.max(new int[] {-1}, true)).pow(exponent).mul(targets.known());
        NDArray mean = power.sum(new int[] {-1}, true).div(targets.known().sum(new int[] {-1}, true)); // (B, 1)
        NDArray difference = targets.hide(logits).softmax(-1).sub(targets.fractions());
        return difference.square().mul(power.div(mean)).sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        double[] powers =
                Arrays.stream(answer.centres).map(c -> Math.pow(c, exponent)).toArray();
        double mean = Arrays.stream(powers).average().orElseThrow();
        return answer.sum(k -> powers[k] / mean * Math.pow(answer.predicted[k] - answer.target[k], 2));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
