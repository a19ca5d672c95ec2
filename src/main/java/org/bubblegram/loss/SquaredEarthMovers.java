package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Squared earth mover's distance (Hou, Yu and Samaras 2016): sum (C_p - C_y)^2 over the cumulative sums C. */
public record SquaredEarthMovers() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Cumulative.difference(logits, targets).square().sum(new int[] {-1});
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
