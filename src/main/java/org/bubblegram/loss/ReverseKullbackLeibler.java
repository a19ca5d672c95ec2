package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** KL(p, y~) = sum p log(p / y~) with the smoothed target y~ = (y + 1e-6) / (1 + K 1e-6): seeks a mode and leaves the rest. */
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
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
