package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;

/** Cumulative sums over bins. */
final class Cumulative {
    private Cumulative() {}

    /** C_p - C_y of the softmax p and the target y, 0 at unknown bins, as if they did not exist. (B, K) -> (B, K). */
    static NDArray difference(NDArray logits, Targets targets) {
        NDArray difference = targets.hide(logits).softmax(-1).sub(targets.fractions());
        return difference.cumSum(1).mul(targets.known());
    }

    /** C_p - C_y over the known bins. */
    static double[] difference(Answer answer) {
        double[] difference = new double[answer.bins()];
        double carried = 0;
        for (int k = 0; k < difference.length; k++) {
            carried += answer.predicted[k] - answer.target[k];
            difference[k] = carried;
        }
        return difference;
    }
}
