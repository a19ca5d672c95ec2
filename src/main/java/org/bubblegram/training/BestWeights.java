package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.bubblegram.network.Weights;

/** The best epoch's weights so far, and the checksum of the file they are stored in. */
final class BestWeights implements AutoCloseable {
    private Weights weights = new Weights();
    private String sha256 = "";

    String sha256() {
        return sha256;
    }

    /** Takes over new ones, stored in a file. */
    void become(Weights better, String fileSha256) {
        weights.close();
        weights = better;
        sha256 = fileSha256;
    }

    /** A copy of weights as they are. */
    static Weights copy(Map<String, NDArray> tensors) {
        Weights copy = new Weights();
        tensors.forEach((name, tensor) -> copy.put(name, tensor.toFloatArray(), tensor.getShape()));
        return copy;
    }

    /** Puts them into tensors of the same names. */
    void copyTo(Map<String, NDArray> tensors) {
        copy(weights, "", tensors);
    }

    /** Puts those of the weights that have a prefix into the tensors they are named after. */
    static void copy(Weights from, String prefix, Map<String, NDArray> tensors) {
        tensors.forEach((name, tensor) -> {
            if (from.has(prefix + name)) {
                from.get(prefix + name).copyTo(tensor);
            }
        });
    }

    @Override
    public void close() {
        weights.close();
    }
}
