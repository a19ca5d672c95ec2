package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** One minus the histogram intersection (Swain and Ballard 1991): 1 - sum min(p, y). */
@Description(
        formula = "1 - sum min(p, y)",
        when = "Overlap is what you report. It is half of softmax-l1.",
        source = "Swain and Ballard 1991")
public record Intersection() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray p = targets.hide(logits).softmax(-1);
        return p.minimum(targets.fractions()).sum(new int[] {-1}).neg().add(1);
    }

    @Override
    public double at(Answer answer) {
        return 1 - answer.sum(k -> Math.min(answer.predicted[k], answer.target[k]));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
