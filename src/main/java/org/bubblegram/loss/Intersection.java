package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** One minus the histogram intersection (Swain and Ballard 1991): 1 - sum min(p, y). */
public record Intersection() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        return p.minimum(targets.fractions()).sum(new int[] {-1}).neg().add(1);
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
