package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Earth mover's distance in bins: sum |C_p - C_y| over the cumulative sums C. */
public record EarthMovers() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Cumulative.difference(logits, targets).abs().sum(new int[] {-1});
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
