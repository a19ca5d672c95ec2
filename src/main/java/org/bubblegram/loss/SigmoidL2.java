package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Distance between target and sigmoid: sum (sigmoid(z) - y)^2, or its square root.
 *
 * @param distance squared if absent
 */
public record SigmoidL2(Distance distance) implements Loss {
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
    public Activation activation() {
        return Activation.NORMALIZED_SIGMOID;
    }
}
