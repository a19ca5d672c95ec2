package org.bubblegram.training;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.bubblegram.engine.Gradients;
import org.bubblegram.network.Head;
import org.bubblegram.network.Weights;

/**
 * The weights that learn.
 *
 * @param tensors leaves by name
 * @param rateFactors what the learning rate of a weight is multiplied by, above 0
 */
record LearningWeights(Map<String, NDArray> tensors, ToDoubleFunction<String> rateFactors) {
    NDArray tensor(String name) {
        return requireNonNull(tensors.get(name), name);
    }

    double rateFactor(String name) {
        return rateFactors.applyAsDouble(name);
    }

    /**
     * Whether decay pulls at a weight: not at biases and normalization, which are vectors, nor at the logarithms of
     * deviations, where 0 means a deviation of 1.
     */
    boolean decays(String name) {
        return tensor(name).getShape().dimension() > 1 && !name.equals(Head.LOG_DEVIATION);
    }

    void learn(boolean learn) {
        tensors.values().forEach(weight -> weight.setRequiresGradient(learn));
    }

    /** An independent copy of them as they are. */
    Weights copy() {
        Weights copy = new Weights();
        tensors.forEach((name, tensor) -> copy.put(name, tensor.toFloatArray(), tensor.getShape()));
        return copy;
    }

    /** Sets each to the tensor of its name, a prefix before it, among others. */
    void load(Weights from, String prefix) {
        tensors.forEach((name, tensor) -> from.get(prefix + name).copyTo(tensor));
    }

    void zeroGradients() {
        tensors.values().forEach(Gradients::zero);
    }

    void scaleGradients(double factor) {
        tensors.values().forEach(weight -> {
            try (NDArray gradient = weight.getGradient()) {
                gradient.muli(factor);
            }
        });
    }

    /** Euclidean norm over all weights. */
    double norm() {
        return norm(Function.identity());
    }

    /** Euclidean norm over all gradients. */
    double gradientNorm() {
        return norm(NDArray::getGradient);
    }

    private static double wideSquares(NDArray values) {
        return values.toType(DataType.FLOAT64, false).square().sum().getDouble();
    }

    private double norm(Function<NDArray, NDArray> part) {
        double squares = 0;
        for (NDArray weight : tensors.values()) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDArray values = part.apply(weight);
                float sum = values.square().sum().getFloat();
                // squares leave float32's range long before what is squared does
                squares += Float.isFinite(sum) ? sum : wideSquares(values);
            }
        }
        return Math.sqrt(squares);
    }
}
