package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.bubblegram.loss.Targets;

/** Where batches come from. */
interface Batches {
    /**
     * Loads examples, see {@link Example}, onto a manager.
     *
     * @param epoch what is drawn by lot depends on it and on each example alone, not on its batch
     */
    Batch load(NDManager manager, int epoch, int[] examples) throws IOException;

    /**
     * A batch of B examples.
     *
     * @param inputs (B, ...)
     * @param weights (B), each above 0
     */
    record Batch(NDArray inputs, Targets targets, NDArray weights) {
        /** Sum of weighted per-sample losses (B) -> scalar. */
        NDArray sum(NDArray losses) {
            return losses.mul(weights).sum();
        }
    }
}
