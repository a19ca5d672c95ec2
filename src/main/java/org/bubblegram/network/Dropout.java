package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import org.bubblegram.engine.Scalars;

/**
 * Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014. In both ways the next
 * layer's input at prediction is its expectation while learning.
 *
 * @param rate share of units dropped, 0 to below 1
 * @param rescale kept units are divided by 1 - rate while learning, and prediction does nothing; else kept units stay as
 *     they are, and prediction multiplies all by 1 - rate, as the paper has it (section 10)
 */
record Dropout(double rate, boolean rescale) {
    boolean active() {
        return rate > 0;
    }

    /** Units (B, U) times a mask (B, U) of 1 (kept) and 0. */
    NDArray learning(NDArray units, NDArray kept) {
        NDArray left = units.mul(kept);
        return rescale ? Scalars.times(left, 1 / (1 - rate)) : left;
    }

    /** What units are multiplied by at prediction. */
    double factor() {
        return rescale ? 1 : 1 - rate;
    }
}
