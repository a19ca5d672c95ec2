package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** ResNet50 up to layer4, global pooling, and a 1x1 convolution to K logits. Owns its weights; close frees them. */
public final class HistogramNetwork implements AutoCloseable {
    /** How many features the head sees. */
    public static final int FEATURES = ResNet50.FEATURES;

    public static final String HEAD_WEIGHT = "head.weight";
    public static final String HEAD_BIAS = "head.bias";

    private final Weights weights;
    private final Pooling pooling;
    private final ResNet50 backbone;

    private HistogramNetwork(Weights weights, Pooling pooling) {
        this.weights = weights;
        this.pooling = pooling;
        this.backbone = new ResNet50(weights, new BatchNormalization(weights));
    }

    /** A new head on a copy of a backbone's weights. */
    public static HistogramNetwork of(Backbone backbone, Pooling pooling, int bins, long seed) {
        Weights weights = backbone.weights().copy("");
        // small, so that training starts near the uniform answer; not 0, where a cosine has no direction
        weights.putNormal(HEAD_WEIGHT, new Shape(bins, FEATURES, 1, 1), 0.01, seed);
        weights.putConstant(HEAD_BIAS, new Shape(bins), 0);
        return new HistogramNetwork(weights, pooling);
    }

    /**
     * Reads {@code model.safetensors}; the number of bins is read off the head.
     *
     * @throws InvalidWeights naming the tensors that are missing, misshapen or unexpected
     */
    public static HistogramNetwork read(InputStream safetensors, Pooling pooling) throws IOException {
        return of(Weights.read(safetensors), pooling);
    }

    /** Takes over a whole network's weights. */
    public static HistogramNetwork of(Weights weights, Pooling pooling) {
        try {
            weights.require(
                    shapes(weights.has(HEAD_BIAS) ? weights.get(HEAD_BIAS).size() : 1));
            return new HistogramNetwork(weights, pooling);
        } catch (InvalidWeights e) {
            weights.close();
            throw e;
        }
    }

    private static Map<String, Shape> shapes(long bins) {
        Map<String, Shape> shapes = new LinkedHashMap<>(ResNet50.shapes());
        shapes.put(HEAD_WEIGHT, new Shape(bins, FEATURES, 1, 1));
        shapes.put(HEAD_BIAS, new Shape(bins));
        return shapes;
    }

    /** Writes {@code model.safetensors}: torchvision's names and {@code head.*}. */
    public void write(OutputStream out) throws IOException {
        weights.write(out);
    }

    public int bins() {
        return Math.toIntExact(weights.get(HEAD_BIAS).size());
    }

    public Pooling pooling() {
        return pooling;
    }

    /** Every weight by name; the tensors themselves. */
    public Weights weights() {
        return weights;
    }

    /** (B, 3, H, W) -> (B, K). Images are normalized, fastest with channels-last strides. */
    public NDArray logits(NDArray images) {
        return logitsOf(features(images));
    }

    /** (B, 3, H, W) -> (B, 2048). */
    public NDArray features(NDArray images) {
        try (NDArray map = backbone.featureMap(images)) {
            return switch (pooling) {
                case MAX -> Pool.globalMaxPool2d(map);
                case AVERAGE -> Pool.globalAvgPool2d(map);
            };
        }
    }

    /** (B, 2048) -> (B, K): the 1x1 convolution on a map that pooling has made 1x1. */
    public NDArray logitsOf(NDArray features) {
        NDArray kernel = weights.get(HEAD_WEIGHT).reshape(bins(), FEATURES); // (K, 2048, 1, 1) -> (K, 2048)
        return Linear.linear(features, kernel, weights.get(HEAD_BIAS)).singletonOrThrow();
    }

    /** The weights of the head, learned in every mode of training. */
    public Map<String, NDArray> head() {
        Map<String, NDArray> head = new LinkedHashMap<>();
        head.put(HEAD_WEIGHT, weights.get(HEAD_WEIGHT));
        head.put(HEAD_BIAS, weights.get(HEAD_BIAS));
        return head;
    }

    /** SHA-256 over the weights below the head: the same, the same features. */
    public String backboneFingerprint() {
        return weights.fingerprint(ResNet50.shapes().keySet());
    }

    /** All weights that can be learned; the stored statistics of batch normalization are not. */
    public Map<String, NDArray> learnable() {
        Map<String, NDArray> learnable = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            if (!name.endsWith(".running_mean") && !name.endsWith(".running_var")) {
                learnable.put(name, tensor);
            }
        });
        return learnable;
    }

    @Override
    public void close() {
        weights.close();
    }
}
