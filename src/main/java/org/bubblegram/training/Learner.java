package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/** What the loop trains: a function from a batch of inputs to logits, and the weights that learn. */
interface Learner {
    /** Inputs (B, ...) -> logits (B, K). */
    NDArray logits(NDArray inputs);

    /** Leaves that require a gradient, by name. */
    Map<String, NDArray> weights();
}
