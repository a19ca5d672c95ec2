package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** ResNet50 up to layer4: where its weights come from. Owns them until they are handed to a network. */
public final class Backbone implements AutoCloseable {
    private final Weights weights;

    private Backbone(Weights weights) {
        this.weights = weights;
    }

    /**
     * Reads any torchvision or timm ResNet50; {@code num_batches_tracked} and {@code fc.*} are skipped.
     *
     * @throws InvalidWeights naming the tensors that are missing, misshapen or unexpected
     */
    public static Backbone read(InputStream safetensors) throws IOException {
        Weights weights = Weights.read(safetensors);
        try {
            weights.removeIf(name -> name.startsWith("fc.") || name.endsWith(".num_batches_tracked"));
            weights.require(ResNet50.shapes());
            return new Backbone(weights);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /**
     * Random weights: convolutions normal with variance 2 / fan-out (He et al. 2015, section 2.2, backward case, as
     * torchvision), and each block's last scale 0, so that it starts as its shortcut (Goyal et al. 2017, section 5.1).
     * {@link #estimateStatistics} makes them usable.
     */
    public static Backbone random(long seed) {
        Weights weights = new Weights();
        ResNet50.shapes().forEach((name, shape) -> {
            if (shape.dimension() == 4) {
                weights.putNormal(name, shape, Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3))), seed);
            } else {
                boolean scale = name.endsWith(".weight") && !name.endsWith(".bn3.weight");
                weights.putConstant(name, shape, scale || name.endsWith(".running_var") ? 1 : 0);
            }
        });
        return new Backbone(weights);
    }

    /**
     * Starts to estimate the batch statistics. Each batch of images (B, 3, H, W) that is given to the result counts alike;
     * the statistics are their mean over all batches so far.
     */
    public Consumer<NDArray> estimateStatistics() {
        ResNet50 estimating = new ResNet50(weights, new BatchNormalization.Estimating(weights));
        return images -> estimating.featureMap(images).close();
    }

    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        weights.close();
    }
}
