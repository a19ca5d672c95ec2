package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.bubblegram.loss.Targets;

/** Where batches come from. */
interface Batches {
    /** How many samples there are. */
    int samples();

    /** Loads examples, see {@link Example}, onto a manager. */
    Batch load(NDManager manager, int[] examples) throws IOException;

    /**
     * A batch of B examples.
     *
     * @param inputs (B, ...)
     * @param weights (B), each above 0
     */
    record Batch(NDArray inputs, Targets targets, NDArray weights) {
        /** Weighted mean of per-sample losses (B) -> scalar. */
        NDArray mean(NDArray losses) {
            return losses.mul(weights).sum().div(weights.sum());
        }
    }
}
