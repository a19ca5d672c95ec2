package org.bubblegram.engine;

import ai.djl.ndarray.NDArray;

/**
 * Arithmetic with numbers that gradients may flow through.
 *
 * <p>DJL's own, such as {@code mul(Number)}, makes a tensor over Java's memory of the number and lets go of it at once. The
 * graph still refers to that memory: a garbage collection before the backward pass, and the gradient is rubbish. Here the
 * number lives in the engine's own memory, which the graph keeps. The same holds for any tensor made from Java that is
 * closed before the backward pass: {@link #owned} moves it.
 */
public final class Scalars {
    private Scalars() {}

    /** x * factor. */
    public static NDArray times(NDArray x, double factor) {
        try (NDArray number = number(x, factor)) {
            return x.mul(number);
        }
    }

    /** The larger of x and a bound, for each element; where both are equal, half of the gradient goes to x. */
    public static NDArray atLeast(NDArray x, double bound) {
        try (NDArray number = number(x, bound)) {
            return x.maximum(number);
        }
    }

    private static NDArray number(NDArray x, double value) {
        return owned(x.getManager().create((float) value));
    }

    /** A copy in the engine's own memory, on the same manager; the original is closed. */
    public static NDArray owned(NDArray overJavasMemory) {
        try (overJavasMemory) {
            return overJavasMemory.duplicate();
        }
    }
}
