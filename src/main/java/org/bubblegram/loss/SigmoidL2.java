package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Distance between target and sigmoid: sum (sigmoid(z) - y)^2, or its square root.
 *
 * @param distance squared if absent
 */
@Description(
        formula = "sum (s - y)^2, or its square root where distance is euclidean",
        when =
                "Each bin is an answer of its own, and they are rescaled to sum to 1. Mainly to compare with networks trained so: a softmax knows that fractions compete.")
public record SigmoidL2(
        @Description.Parameter("The sum of squares, or its root, in which far-off samples count less.")
        Distance distance)
        implements Loss {
    /** Squared or not. */
    public enum Distance {
        @JsonProperty("squared")
        SQUARED,
        @JsonProperty("euclidean")
        EUCLIDEAN
    }

    private static final double TINY = 1e-12;

    public SigmoidL2(@Nullable Distance distance) {
        this.distance = distance == null ? Distance.SQUARED : distance;
    }

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray difference =
                ai.djl.nn.Activation.sigmoid(logits).sub(targets.fractions()).mul(targets.known());
        NDArray squared = difference.square().sum(new int[] {-1});
        // the root has no gradient at 0
        return distance == Distance.SQUARED ? squared : squared.add(TINY).sqrt();
    }

    @Override
    public double at(Answer answer) {
        double[] p = answer.predicted;
        double[] y = answer.target;
        double squared = answer.sum(k -> (p[k] - y[k]) * (p[k] - y[k]));
        return distance == Distance.SQUARED ? squared : Math.sqrt(squared + TINY);
    }

    @Override
    public Activation activation() {
        return Activation.NORMALIZED_SIGMOID;
    }
}
