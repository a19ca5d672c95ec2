package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.Map;
import org.bubblegram.network.Weights;

/** The exponential moving average of weights; with a decay of 0 they are their own average. */
final class Averaging implements AutoCloseable {
    private static final String PREFIX = "average.";

    private final Map<String, NDArray> weights;
    private final double decay;
    private final Weights averages = new Weights();

    /** Starts at the weights as they are. */
    Averaging(Map<String, NDArray> weights, double decay) {
        this.weights = weights;
        this.decay = decay;
        if (decay > 0) {
            weights.forEach((name, weight) -> averages.put(name, weight.toFloatArray(), weight.getShape()));
        }
    }

    /**
     * Takes in the weights after a step.
     *
     * @param step from 1; early averages forget faster, or the untrained start would stay in them for long
     */
    void add(long step) {
        double kept = Math.min(decay, (1.0 + step) / (10.0 + step));
        averages.tensors().forEach((name, average) -> {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                average.muli(kept).addi(weight(name).mul(1 - kept));
            }
        });
    }

    /** Puts the averages in the place of the weights and the other way round. */
    void exchange() {
        averages.tensors().forEach((name, average) -> {
            try (NDArray kept = average.duplicate()) {
                weight(name).copyTo(average);
                kept.copyTo(weight(name));
            }
        });
    }

    private NDArray weight(String name) {
        return java.util.Objects.requireNonNull(weights.get(name));
    }

    void save(Weights checkpoint) {
        checkpoint.putAll(PREFIX, averages);
    }

    void restore(Weights checkpoint) {
        averages.tensors()
                .forEach((name, average) -> checkpoint.get(PREFIX + name).copyTo(average));
    }

    @Override
    public void close() {
        averages.close();
    }
}
