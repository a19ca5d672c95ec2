package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bubblegram.network.HistogramNetwork;

/** The head alone, on features (B, 2048). */
record HeadLearner(HistogramNetwork network) implements Learner {
    @Override
    public NDArray logits(NDArray features) {
        return network.head().logits(features);
    }

    @Override
    public Map<String, NDArray> weights() {
        return network.head().learnable();
    }
}
