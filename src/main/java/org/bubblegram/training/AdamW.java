package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.bubblegram.network.Weights;

/**
 * AdamW: Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2. Decay spares biases and the
 * scales of normalization, which are vectors. Its moments are ordinary tensors, so a checkpoint holds them.
 */
final class AdamW implements AutoCloseable {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Map<String, NDArray> weights;
    private final double weightDecay;
    private final Weights first;
    private final Weights second;
    private long step;

    /** @param weights what learns; their gradients are read at each step */
    AdamW(Map<String, NDArray> weights, double weightDecay) {
        this.weights = weights;
        this.weightDecay = weightDecay;
        this.first = new Weights();
        this.second = new Weights();
        weights.forEach((name, tensor) -> {
            float[] zeros = new float[Math.toIntExact(tensor.size())];
            first.put(name, zeros, tensor.getShape());
            second.put(name, zeros, tensor.getShape());
        });
    }

    /** Moves each weight against its gradient. Gradient mode must be off. */
    void step(double learningRate) {
        step++;
        double firstCorrection = 1 - Math.pow(BETA1, (double) step);
        double secondCorrection = 1 - Math.pow(BETA2, (double) step);
        weights.forEach((name, w) -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray g = w.getGradient();
                NDArray m = first.get(name);
                NDArray v = second.get(name);
                m.muli(BETA1).addi(g.mul(1 - BETA1));
                v.muli(BETA2).addi(g.square().muli(1 - BETA2));
                if (w.getShape().dimension() > 1) {
                    w.muli(1 - learningRate * weightDecay);
                }
                NDArray deviation = v.div(secondCorrection).sqrt().addi(EPSILON);
                w.subi(m.mul(learningRate / firstCorrection).divi(deviation));
            }
        });
    }

    long steps() {
        return step;
    }

    /** Adds both moments to a checkpoint. */
    void save(Weights checkpoint) {
        checkpoint.putAll("adamw.first.", first);
        checkpoint.putAll("adamw.second.", second);
    }

    /** Goes on from what {@link #save} stored after a number of steps. */
    void restore(Weights checkpoint, long steps) {
        step = steps;
        weights.forEach((name, tensor) -> {
            NDArray m = checkpoint.get("adamw.first." + name);
            NDArray v = checkpoint.get("adamw.second." + name);
            first.put(name, m.toFloatArray(), tensor.getShape());
            second.put(name, v.toFloatArray(), tensor.getShape());
        });
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
