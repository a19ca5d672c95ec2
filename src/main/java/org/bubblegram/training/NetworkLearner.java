package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;

/** The whole network, on images (B, 3, H, W). */
record NetworkLearner(HistogramNetwork network) implements Learner {
    @Override
    public NDArray logits(NDArray images) {
        return network.logits(images);
    }

    @Override
    public Map<String, NDArray> weights() {
        return network.learnable(Depth.ALL);
    }
}
