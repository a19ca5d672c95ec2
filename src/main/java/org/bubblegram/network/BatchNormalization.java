package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.BatchNorm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Batch normalization (Ioffe and Szegedy 2015) by stored statistics, in training too: gradients of micro-batches then
 * add up to the gradient of the batch, and a frozen network stays what it is.
 */
class BatchNormalization {
    static final List<String> STATISTICS = List.of("weight", "bias", "running_mean", "running_var");

    static final float EPSILON = 1e-5f;
    private static final int CHANNELS = 1;

    final Weights weights;

    BatchNormalization(Weights weights) {
        this.weights = weights;
    }

    /** (B, C, H, W) -> (B, C, H, W) by the statistics stored under a name. */
    NDArray apply(NDArray x, String name) {
        return apply(x, name, 1, false);
    }

    final NDArray apply(NDArray x, String name, float momentum, boolean estimate) {
        return BatchNorm.batchNorm(
                        x,
                        weights.get(name + ".running_mean"),
                        weights.get(name + ".running_var"),
                        weights.get(name + ".weight"),
                        weights.get(name + ".bias"),
                        CHANNELS,
                        momentum,
                        EPSILON,
                        estimate)
                .singletonOrThrow();
    }

    /**
     * Normalizes by each batch's own statistics and keeps their average over all batches seen, which a network with random
     * weights needs before it can be used: its signals would otherwise grow from block to block.
     */
    static final class Estimating extends BatchNormalization {
        private final Map<String, Integer> batches = new HashMap<>();

        Estimating(Weights weights) {
            super(weights);
        }

        @Override
        NDArray apply(NDArray x, String name) {
            int seen = batches.merge(name, 1, Integer::sum);
            return apply(x, name, 1 - 1f / seen, true);
        }
    }
}
