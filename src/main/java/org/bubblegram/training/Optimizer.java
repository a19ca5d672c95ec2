package org.bubblegram.training;

import org.bubblegram.network.Weights;

/**
 * Moves weights against their gradients. What it remembers between steps are ordinary tensors, so that a checkpoint holds
 * them. Decay is decoupled from the gradient (Loshchilov and Hutter 2019) and spares biases and the scales of
 * normalization, which are vectors.
 */
interface Optimizer extends AutoCloseable {
    /** Moves each weight against its gradient. Gradient mode must be off. */
    void step(double learningRate);

    /** How many steps were made. */
    long steps();

    /** Adds what it remembers to a checkpoint. */
    void save(Weights checkpoint);

    /** Goes on from what {@link #save} stored after a number of steps. */
    void restore(Weights checkpoint, long steps);

    @Override
    void close();
}
