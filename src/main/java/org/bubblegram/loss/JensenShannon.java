package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import org.bubblegram.engine.Scalars;

/** Jensen-Shannon divergence (Lin 1991): half KL(y, m) + half KL(p, m), m = (y + p) / 2; between 0 and log 2. */
@Description(
        formula = "sum y log(y / m) / 2 + sum p log(p / m) / 2, m = (y + p) / 2",
        when =
                "Bounded by log 2, so wrong labels pull less than in cross-entropy. Where answer and target hardly overlap it learns slowly.",
        source = "Lin 1991")
public record JensenShannon() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        NDArray y = targets.fractions();
        NDArray logM = Divergence.log(Scalars.times(p.add(y), 0.5));
        NDArray both = Divergence.kullbackLeibler(y, logM).add(Divergence.kullbackLeibler(p, logM));
        return Scalars.times(both, 0.5);
    }

    @Override
    public double at(Answer answer) {
        double[] p = answer.predicted;
        double[] y = answer.target;
        return answer.sum(k -> Divergence.fromMiddle(p[k], y[k]) + Divergence.fromMiddle(y[k], p[k])) / 2;
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
