package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Absolute distance: sum |p - y|, twice the total variation. */
public record SoftmaxL1() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return targets.hide(logits).softmax(-1).sub(targets.fractions()).abs().sum(new int[] {-1});
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
