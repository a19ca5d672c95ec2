package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Absolute distance: sum |p - y|, twice the total variation. */
@Description(
        formula = "sum |p - y|",
        when =
                "Bounded as softmax-l2 is, and less moved by a few bins that are far off. It is twice the intersection loss.")
public record SoftmaxL1() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return targets.hide(logits).softmax(-1).sub(targets.fractions()).abs().sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        return answer.sum(k -> Math.abs(answer.predicted[k] - answer.target[k]));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
