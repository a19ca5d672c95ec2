package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.bubblegram.network.Head;
import org.bubblegram.network.Noise;
import org.jspecify.annotations.Nullable;

/** What the loop trains: a function from a batch of inputs to logits, and the weights that learn. */
interface Learner {
    /** Inputs (B, ...) -> what the last layer saw, and logits (B, K); with the noise that training adds. */
    Head.Forward learning(NDArray inputs, Noise noise);

    /** Inputs (B, ...) -> logits (B, K), as in predictions. */
    NDArray logits(NDArray inputs);

    /** Added to the mean loss: a scalar on a manager; null where there is none. */
    @Nullable
    NDArray penalty(NDManager manager);

    LearningWeights weights();

    /** Of the weights, that of the last layer, (K, H) or (K, H, 1, 1). */
    String lastWeight();

    /** How much of what the last layer gives arrives in the logits: one over the temperature. */
    double lastScale();
}
