package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Jensen-Shannon divergence (Lin 1991): half KL(y, m) + half KL(p, m), m = (y + p) / 2; between 0 and log 2. */
public record JensenShannon() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        NDArray y = targets.fractions();
        NDArray logM = Divergence.log(p.add(y).div(2));
        return Divergence.kullbackLeibler(y, logM)
                .add(Divergence.kullbackLeibler(p, logM))
                .div(2);
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
