package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** ResNet50 up to layer4, global pooling, and a head to K logits. Owns its weights; close frees them. */
public final class HistogramNetwork implements AutoCloseable {
    /** How many features the head sees. */
    public static final int FEATURES = ResNet50.FEATURES;

    private final Weights weights;
    private final ResNet50 backbone;
    private final Head head;

    private HistogramNetwork(Weights weights, HeadOptions options) {
        this.weights = weights;
        this.backbone = new ResNet50(weights, new BatchNormalization(weights));
        this.head = new Head(weights, options);
    }

    /** A new head on a copy of a backbone's weights. */
    public static HistogramNetwork of(Backbone backbone, HeadOptions options, int bins, long seed) {
        Weights weights = backbone.weights().copy("");
        Head.initialize(weights, options, FEATURES, bins, seed);
        return new HistogramNetwork(weights, options);
    }

    /**
     * Reads {@code model.safetensors}; the number of bins and what the head is made of are read off its tensors.
     *
     * @throws InvalidWeights naming the tensors that are missing, misshapen or unexpected
     */
    public static HistogramNetwork read(InputStream safetensors, Pooling pooling) throws IOException {
        Weights weights = Weights.read(safetensors);
        return of(weights, HeadOptions.of(weights, pooling));
    }

    /**
     * Takes over a whole network's weights, such as a checkpoint's; closes them if they do not fit.
     *
     * @throws InvalidWeights naming the tensors that are missing, misshapen or unexpected
     */
    public static HistogramNetwork of(Weights weights, HeadOptions options) {
        try {
            Map<String, Shape> shapes = new LinkedHashMap<>(ResNet50.shapes());
            long bins = weights.has(Head.BIAS) ? weights.get(Head.BIAS).size() : 1;
            shapes.putAll(Head.shapes(options, FEATURES, bins));
            weights.require(shapes);
            return new HistogramNetwork(weights, options);
        } catch (InvalidWeights e) {
            weights.close();
            throw e;
        }
    }

    /**
     * A network of its own that answers the same and needs no options: the factor of dropout, standardization and
     * temperature are folded into its weights. Only a variational head without hidden layers keeps its standardization.
     */
    public HistogramNetwork folded() {
        Weights copy = weights.copy("");
        return new HistogramNetwork(copy, new HeadFolding(copy, head.options()).fold());
    }

    /** Writes {@code model.safetensors}, {@link #folded}: torchvision's names and {@code head.*}. */
    public void write(OutputStream out) throws IOException {
        try (HistogramNetwork plain = folded()) {
            plain.weights.write(out);
        }
    }

    public int bins() {
        return head.bins();
    }

    public Pooling pooling() {
        return head.options().pooling();
    }

    public Head head() {
        return head;
    }

    /** Every weight by name; the tensors themselves. */
    public Weights weights() {
        return weights;
    }

    /** (B, 3, H, W) -> (B, K). Images are normalized, fastest with channels-last strides. */
    public NDArray logits(NDArray images) {
        try (NDArray features = features(images)) {
            return head.logits(features);
        }
    }

    /** (B, 3, H, W) -> (B, 2048). */
    public NDArray features(NDArray images) {
        return features(images, Depth.ALL);
    }

    /**
     * What the frozen part gives for images (B, 3, H, W): pooled features (B, 2048), or a feature map (B, C, H', W') with
     * the images' order of strides. For {@link Depth#ALL} the images themselves, not a copy.
     */
    public NDArray activations(NDArray images, Depth depth) {
        return switch (depth) {
            case ALL -> images;
            case HEAD -> features(images);
            case LAYER4, LAYER3 -> backbone.layers(images, ResNet50.STEM, depth.firstLayer() - 1);
        };
    }

    /** The shape of {@link #activations} for one square image: (3, H, W), (C, H', W') or (2048). */
    public static Shape activationShape(int inputSize, Depth depth) {
        return switch (depth) {
            case ALL -> new Shape(3, inputSize, inputSize);
            case HEAD -> new Shape(FEATURES);
            case LAYER4, LAYER3 -> ResNet50.shapeAfter(depth.firstLayer() - 1, inputSize);
        };
    }

    /** From {@link #activations}, which stay open, to pooled features (B, 2048); for {@link Depth#HEAD} those themselves. */
    public NDArray features(NDArray activations, Depth depth) {
        if (depth == Depth.HEAD) {
            return activations;
        }
        try (NDArray map = backbone.layers(activations, depth.firstLayer(), ResNet50.LAST_LAYER)) {
            return switch (pooling()) {
                case MAX -> Pool.globalMaxPool2d(map);
                case AVERAGE -> Pool.globalAvgPool2d(map);
            };
        }
    }

    /**
     * The weights that learn, by name: the head's and those from a depth up, scales and biases of batch normalization
     * among them. Its stored statistics never learn.
     */
    public Map<String, NDArray> learnable(Depth depth) {
        Map<String, NDArray> learnable = new LinkedHashMap<>();
        for (String name : backboneWeights(layer -> layer >= depth.firstLayer())) {
            if (!name.endsWith(".running_mean") && !name.endsWith(".running_var")) {
                learnable.put(name, weights.get(name));
            }
        }
        learnable.putAll(head.learnable());
        return learnable;
    }

    /** How many numbers learn to some depth, without making a network. */
    public static long learnableFloats(HeadOptions options, int bins, Depth depth) {
        long floats = 0;
        for (Map.Entry<String, Shape> weight : ResNet50.shapes().entrySet()) {
            if (ResNet50.layerOf(weight.getKey()) >= depth.firstLayer()) {
                floats += weight.getValue().size();
            }
        }
        for (Shape shape : Head.shapes(options, FEATURES, bins).values()) {
            floats += shape.size();
        }
        return floats;
    }

    /** SHA-256 over the weights below a depth: the same, the same activations (before pooling). */
    public String fingerprintBelow(Depth depth) {
        return weights.fingerprint(backboneWeights(layer -> layer < depth.firstLayer()));
    }

    private static List<String> backboneWeights(IntPredicate layers) {
        return ResNet50.shapes().keySet().stream()
                .filter(name -> layers.test(ResNet50.layerOf(name)))
                .toList();
    }

    /** How many blocks a weight is away from the head: the head 0, layer4 1, to layer1 4, and the first convolution 5. */
    public static int blocksFromHead(String weightName) {
        return weightName.startsWith("head.") ? 0 : ResNet50.LAST_LAYER + 1 - ResNet50.layerOf(weightName);
    }

    @Override
    public void close() {
        weights.close();
    }
}
