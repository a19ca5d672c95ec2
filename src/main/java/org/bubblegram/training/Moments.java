package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bubblegram.network.Weights;

/** One running mean for each weight, of its shape, 0 at first. */
final class Moments implements AutoCloseable {
    private final String prefix;
    private final Weights tensors = new Weights();

    /** @param prefix of their names in a checkpoint */
    Moments(String prefix, Map<String, NDArray> weights) {
        this.prefix = prefix;
        weights.forEach(
                (name, weight) -> tensors.put(name, new float[Math.toIntExact(weight.size())], weight.getShape()));
    }

    NDArray get(String name) {
        return tensors.get(name);
    }

    void save(Weights checkpoint) {
        checkpoint.putAll(prefix, tensors);
    }

    void restore(Weights checkpoint) {
        tensors.tensors()
                .forEach((name, tensor) -> checkpoint.get(prefix + name).copyTo(tensor));
    }

    @Override
    public void close() {
        tensors.close();
    }
}
