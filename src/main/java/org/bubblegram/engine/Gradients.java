package org.bubblegram.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Gradients of a scalar. DJL allows one gradient collector in a process, so one backward pass runs at a time. */
public final class Gradients {
    private static final ReentrantLock COLLECTOR = new ReentrantLock();

    private Gradients() {}

    /**
     * Computes a scalar, then adds its gradient to that of every leaf that requires one.
     *
     * @return the scalar; the caller closes it (or its manager)
     */
    public static NDArray backward(Supplier<NDArray> scalar) {
        COLLECTOR.lock();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = scalar.get();
            collector.backward(value);
            return value;
        } finally {
            COLLECTOR.unlock();
        }
    }

    /** Sets a leaf's gradient to 0. */
    public static void zero(NDArray leaf) {
        JniUtils.zeroGrad((PtNDArray) leaf);
    }
}
