package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.bubblegram.engine.Scalars;
import org.bubblegram.network.Depth;
import org.bubblegram.network.Head;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.Noise;
import org.jspecify.annotations.Nullable;

/**
 * The network from some depth up, on the activations that the part below gives.
 *
 * @param penaltyWeight of the divergence from the prior; 0 where the last layer is not variational
 */
record NetworkLearner(HistogramNetwork network, Depth depth, double layerDecay, double penaltyWeight)
        implements Learner {
    @Override
    public Head.Forward learning(NDArray activations, Noise noise) {
        return network.head().learning(network.features(activations, depth), noise);
    }

    @Override
    public NDArray logits(NDArray activations) {
        return network.head().logits(network.features(activations, depth));
    }

    @Override
    public @Nullable NDArray penalty(NDManager manager) {
        return penaltyWeight > 0 ? Scalars.times(network.head().divergence(manager), penaltyWeight) : null;
    }

    @Override
    public LearningWeights weights() {
        return new LearningWeights(
                network.learnable(depth), name -> Math.pow(layerDecay, HistogramNetwork.blocksFromHead(name)));
    }

    @Override
    public String lastWeight() {
        return Head.WEIGHT;
    }

    @Override
    public double lastScale() {
        return 1 / network.head().options().temperature();
    }
}
