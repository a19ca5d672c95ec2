package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Squared distance: sum (p - y)^2, the Brier score. */
public record SoftmaxL2() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return targets.hide(logits)
                .softmax(-1)
                .sub(targets.fractions())
                .square()
                .sum(new int[] {-1});
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
