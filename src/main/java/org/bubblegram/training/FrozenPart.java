package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;

/** The part of a network below what learns. */
record FrozenPart(HistogramNetwork network, Depth depth, int inputSize) {
    /** How many pictures go forward at once where nothing learns. */
    static final int PICTURES_AT_ONCE = 8;

    /** (B, 3, H, W) -> (B, ...). */
    NDArray activations(NDArray images) {
        return network.activations(images, depth);
    }

    /** Of one sample: (C, H, W) or (C). */
    Shape shape() {
        return HistogramNetwork.activationShape(inputSize, depth);
    }

    int floats() {
        return Math.toIntExact(shape().size());
    }

    /** Everything but the pictures that activations depend on. */
    String fingerprint() {
        String pooling = depth == Depth.HEAD ? network.pooling().toString() : "";
        return depth + "|" + network.fingerprintBelow(depth) + "|" + pooling;
    }
}
