package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * ResNet50 v1.5 up to its last feature map: He et al., Deep residual learning for image recognition, 2016, table 1, with
 * the stride in the 3x3 convolution. Weights carry torchvision's names.
 */
final class ResNet50 {
    /** Channels of the last feature map. */
    static final int FEATURES = 2048;

    /** What comes before layer1, counted as layer 0. */
    static final int STEM = 0;

    static final int LAST_LAYER = 4;

    private static final int[] BLOCKS = {3, 4, 6, 3};

    private final Weights weights;
    private final BatchNormalization norm;

    ResNet50(Weights weights, BatchNormalization norm) {
        this.weights = weights;
        this.norm = norm;
    }

    /** (B, 3, H, W) -> (B, 2048, H/32, W/32); {@code images} stays open. */
    NDArray featureMap(NDArray images) {
        return layers(images, STEM, LAST_LAYER);
    }

    /** Runs some layers, both ends included; {@code input} is what the layer below the first gives, and stays open. */
    NDArray layers(NDArray input, int first, int last) {
        NDArray x = input;
        for (int layer = first; layer <= last; layer++) {
            NDArray y = layer(x, layer);
            if (layer > first) {
                x.close();
            }
            x = y;
        }
        return x;
    }

    private NDArray layer(NDArray input, int layer) {
        if (layer == STEM) {
            return stem(input);
        }
        NDArray x = bottleneck(input, "layer" + layer + ".0", layer > 1 ? 2 : 1);
        for (int block = 1; block < BLOCKS[layer - 1]; block++) {
            NDArray y = bottleneck(x, "layer" + layer + "." + block, 1);
            x.close();
            x = y;
        }
        return x;
    }

    private NDArray stem(NDArray images) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray x = Activation.relu(norm.apply(convolution(images, "conv1", 2, 3), "bn1")); // (B, 64, H/2, W/2)
            x = Pool.maxPool2d(x, new Shape(3, 3), new Shape(2, 2), new Shape(1, 1), false); // (B, 64, H/4, W/4)
            NDScope.unregister(x);
            return x;
        }
    }

    private NDArray bottleneck(NDArray x, String name, int stride) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray y = Activation.relu(norm.apply(convolution(x, name + ".conv1", 1, 0), name + ".bn1"));
            y = Activation.relu(norm.apply(convolution(y, name + ".conv2", stride, 1), name + ".bn2"));
            y = norm.apply(convolution(y, name + ".conv3", 1, 0), name + ".bn3");
            y = Activation.relu(y.add(shortcut(x, name, stride)));
            NDScope.unregister(y);
            return y;
        }
    }

    private NDArray shortcut(NDArray x, String name, int stride) {
        return weights.has(name + ".downsample.0.weight")
                ? norm.apply(convolution(x, name + ".downsample.0", stride, 0), name + ".downsample.1")
                : x;
    }

    private NDArray convolution(NDArray x, String name, int stride, int padding) {
        NDArray kernel = weights.get(name + ".weight");
        return Conv2d.conv2d(x, kernel, null, new Shape(stride, stride), new Shape(padding, padding))
                .singletonOrThrow();
    }

    /** Which layer a weight belongs to. */
    static int layerOf(String weight) {
        return weight.startsWith("layer") ? weight.charAt("layer".length()) - '0' : STEM;
    }

    /** The shape (C, H, W) of what layer1 to layer4 give for square images. */
    static Shape shapeAfter(int layer, int inputSize) {
        long places = inputSize;
        // twice in the stem, once in each layer from layer2; kernels k of 7, 3 and 1 are padded by (k - 1) / 2
        for (int halving = 0; halving < layer + 1; halving++) {
            places = (places - 1) / 2 + 1;
        }
        return new Shape(256L << (layer - 1), places, places);
    }

    /** Names and shapes of all weights, in torchvision's order; without {@code fc} and {@code num_batches_tracked}. */
    static Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        convolutionShapes(shapes, "conv1", "bn1", new Shape(64, 3, 7, 7));
        long in = 64;
        for (int layer = 1; layer <= 4; layer++) {
            long width = 64L << (layer - 1);
            for (int block = 0; block < BLOCKS[layer - 1]; block++) {
                String name = "layer" + layer + "." + block;
                convolutionShapes(shapes, name + ".conv1", name + ".bn1", new Shape(width, in, 1, 1));
                convolutionShapes(shapes, name + ".conv2", name + ".bn2", new Shape(width, width, 3, 3));
                convolutionShapes(shapes, name + ".conv3", name + ".bn3", new Shape(4 * width, width, 1, 1));
                if (block == 0) {
                    Shape projection = new Shape(4 * width, in, 1, 1);
                    convolutionShapes(shapes, name + ".downsample.0", name + ".downsample.1", projection);
                }
                in = 4 * width;
            }
        }
        return shapes;
    }

    private static void convolutionShapes(Map<String, Shape> shapes, String convolution, String norm, Shape kernel) {
        shapes.put(convolution + ".weight", kernel);
        Shape channels = new Shape(kernel.get(0));
        for (String statistic : BatchNormalization.STATISTICS) {
            shapes.put(norm + "." + statistic, channels);
        }
    }
}
