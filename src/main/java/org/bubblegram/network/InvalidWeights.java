package org.bubblegram.network;

/** Weights that do not fit the network; the message names the tensors. */
public final class InvalidWeights extends RuntimeException {
    public InvalidWeights(String message) {
        super(message);
    }
}
