package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Kullback-Leibler divergence of the softmax p from the target: KL(y, p) = sum y log(y / p); cross-entropy less the target's entropy. */
@Description(
        formula = "sum y log(y / p)",
        when =
                "Trains exactly as cross-entropy does, but its value is 0 where the answer is right, so values of different data compare.",
        source = "Kullback and Leibler 1951")
public record KullbackLeibler() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Divergence.kullbackLeibler(
                targets.fractions(), targets.hide(logits).logSoftmax(-1));
    }

    @Override
    public double at(Answer answer) {
        return Divergence.kullbackLeibler(answer);
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
