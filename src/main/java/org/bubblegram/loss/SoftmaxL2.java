package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Squared distance: sum (p - y)^2, the Brier score. */
@Description(
        formula = "sum (p - y)^2",
        when =
                "Bounded and calm: no single label can pull hard. It learns slowly from answers that are sure and wrong.",
        source = "Brier 1950")
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
    public double at(Answer answer) {
        double[] p = answer.predicted;
        double[] y = answer.target;
        return answer.sum(k -> (p[k] - y[k]) * (p[k] - y[k]));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
