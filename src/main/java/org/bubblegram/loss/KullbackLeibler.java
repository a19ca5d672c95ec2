package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Kullback-Leibler divergence of the softmax p from the target: KL(y, p) = sum y log(y / p); cross-entropy less the target's entropy. */
public record KullbackLeibler() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Divergence.kullbackLeibler(
                targets.fractions(), targets.hide(logits).logSoftmax(-1));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
