package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** KL(p, y~) = sum p log(p / y~) with the smoothed target y~ = (y + 1e-6) / (1 + K 1e-6): seeks a mode and leaves the rest. */
@Description(
        formula = "sum p log(p / y~), y~ = (y + 1e-6) / (1 + K 1e-6)",
        when = "To rather miss a mode than invent one. It may settle on one of several modes.",
        source = "Minka 2005, Divergence Measures and Message Passing")
public record ReverseKullbackLeibler() implements Loss {
    private static final double SMOOTHING = 1e-6;

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray logP = targets.hide(logits).logSoftmax(-1);
        NDArray bins = targets.known().sum(new int[] {-1}, true); // (B, 1)
        NDArray smoothed =
                targets.fractions().add(SMOOTHING).div(bins.mul(SMOOTHING).add(1));
        return logP.exp().mul(logP.sub(smoothed.log())).sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        double[] p = answer.predicted;
        double total = 1 + answer.bins() * SMOOTHING;
        return answer.sum(k -> p[k] == 0 ? 0 : p[k] * Math.log(p[k] * total / (answer.target[k] + SMOOTHING)));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
