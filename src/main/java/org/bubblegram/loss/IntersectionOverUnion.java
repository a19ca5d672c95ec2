package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** One minus intersection over union: 1 - sum min(p, y) / sum max(p, y), the Ruzicka distance. */
public record IntersectionOverUnion() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        NDArray intersection = p.minimum(targets.fractions()).sum(new int[] {-1});
        NDArray union = p.maximum(targets.fractions()).sum(new int[] {-1});
        return intersection.div(union).neg().add(1);
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
