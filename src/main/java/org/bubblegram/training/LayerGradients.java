package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Targets;

/**
 * How the gradients of single samples with respect to the weights of a linear layer scatter. The gradient of sample i is
 * the outer product of delta_i = d loss_i / d output_i, (K), and its input h_i, (H). So the mean over samples of its square
 * is (delta^2)^T h^2 / B: exact, for the price of two small matrix products instead of B backward passes. In double
 * precision, for a variance is a small difference of large numbers.
 */
final class LayerGradients implements AutoCloseable {
    private final NDManager manager = TensorEngine.newManager();
    private final NDArray first; // (K, H): sum of w g
    private final NDArray second; // (K, H): sum of w g^2
    private double weight;
    private double squaredWeight;
    private long samples;

    private LayerGradients(Shape shape) {
        first = manager.zeros(shape, DataType.FLOAT64);
        second = manager.zeros(shape, DataType.FLOAT64);
    }

    /** @param weight of the layer, (K, H) or (K, H, 1, 1) */
    static LayerGradients of(NDArray weight) {
        Shape shape = weight.getShape();
        return new LayerGradients(new Shape(shape.get(0), shape.get(1)));
    }

    /** (B, K): the gradient of each sample's loss with respect to its logits. */
    static NDArray deltas(Loss loss, NDArray logits, Targets targets) {
        NDArray leaf = logits.duplicate();
        leaf.setRequiresGradient(true);
        Gradients.backward(() -> loss.perSample(leaf, targets).sum()).close();
        return leaf.getGradient();
    }

    /**
     * Takes in samples; those of a batch may come in parts.
     *
     * @param deltas (B, K)
     * @param inputs (B, H)
     * @param weights (B) of the samples
     */
    void add(NDArray deltas, NDArray inputs, NDArray weights) {
        try (NDManager scratch = TensorEngine.newManager()) {
            NDArray w = in(scratch, weights).reshape(-1, 1);
            NDArray d = in(scratch, deltas);
            NDArray h = in(scratch, inputs);
            first.addi(in(scratch, d.mul(w).transpose().matMul(h)));
            second.addi(in(scratch, d.square().mul(w).transpose().matMul(h.square())));
            weight += in(scratch, w.sum()).getDouble();
            squaredWeight += in(scratch, w.square().sum()).getDouble();
            samples += deltas.getShape().get(0);
        }
    }

    private static NDArray in(NDManager manager, NDArray tensor) {
        NDArray wide = tensor.toType(DataType.FLOAT64, false);
        wide.attach(manager);
        return wide;
    }

    long samples() {
        return samples;
    }

    /** How many equally weighted samples would scatter alike: (sum w)^2 / sum w^2. */
    double effectiveSamples() {
        return weight * weight / squaredWeight;
    }

    /** (K, H): the gradient of the weighted mean loss. */
    double[] mean() {
        return scaled(first, 1 / weight);
    }

    /** (K, H): the weighted variance over the samples, divided by their number (not one less). */
    double[] variance() {
        double[] mean = mean();
        double[] variance = scaled(second, 1 / weight);
        for (int i = 0; i < variance.length; i++) {
            variance[i] = Math.max(0, variance[i] - mean[i] * mean[i]);
        }
        return variance;
    }

    private static double[] scaled(NDArray sums, double factor) {
        double[] values = sums.toDoubleArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    @Override
    public void close() {
        manager.close();
    }
}
