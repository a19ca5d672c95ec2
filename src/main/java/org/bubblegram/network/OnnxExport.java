package org.bubblegram.network;

import static org.bubblegram.network.OnnxGraph.integer;
import static org.bubblegram.network.OnnxGraph.integers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a network as ONNX, for any runtime. From {@code images} (N, 3, H, W), normalized as for the network itself, it gives
 * {@code logits} (N, K), {@code features} (N, 2048), which are the head's input, and {@code feature_map} (N, 2048, h, w).
 * N, H and W are free. Batch normalization is folded into the convolutions. The logits of a variational head are those of
 * its mean weights, and {@code logit_variances} (N, K) comes beside them.
 */
public final class OnnxExport {
    /** The names of inputs and outputs. */
    public static final String IMAGES = "images";

    public static final String LOGITS = "logits";
    public static final String FEATURES = "features";
    public static final String FEATURE_MAP = "feature_map";
    public static final String LOGIT_VARIANCES = "logit_variances";

    // the oldest pair that knows all we need, so that old runtimes read it too
    private static final long IR = 8;
    private static final long OPSET = 17;

    private final Weights weights;
    private final HeadOptions options;
    private final OnnxGraph graph = new OnnxGraph("histogram_network");

    private OnnxExport(Weights weights, HeadOptions options) {
        this.weights = weights;
        this.options = options;
    }

    /**
     * Writes a network, its head folded as {@link HistogramNetwork#write} does it. The same weights, properties and version
     * give the same bytes.
     *
     * @param properties what the file says of itself: {@code bins}, {@code activation} and so on
     * @param version of the producer
     */
    public static void write(HistogramNetwork network, Map<String, String> properties, String version, OutputStream out)
            throws IOException {
        try (HistogramNetwork plain = network.folded()) {
            new OnnxExport(plain.weights(), plain.head().options())
                    .model(properties, version)
                    .writeTo(out);
        }
    }

    private ModelProto model(Map<String, String> properties, String version) {
        graph.input(IMAGES, "RGB pictures, normalized", "batch", 3, "height", "width");
        String map = featureMap();
        String features = pool(map);
        head(features);
        outputs();
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR)
                .setProducerName("bubblegram")
                .setProducerVersion(version)
                .setDomain("org.bubblegram")
                .setModelVersion(1)
                .setGraph(graph.build());
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        new TreeMap<>(properties)
                .forEach((key, value) ->
                        model.addMetadataPropsBuilder().setKey(key).setValue(value));
        return model.build();
    }

    private void outputs() {
        graph.output(
                LOGITS,
                "of the bins, before the activation",
                "batch",
                weights.get(Head.BIAS).size());
        if (options.variational() != null) {
            graph.output(
                    LOGIT_VARIANCES,
                    "of the logits, whose weights are random",
                    "batch",
                    weights.get(Head.BIAS).size());
        }
        graph.output(FEATURES, "the pooled feature map, input of the head", "batch", ResNet50.FEATURES);
        graph.output(FEATURE_MAP, "of layer4", "batch", ResNet50.FEATURES, "map_height", "map_width");
    }

    /** (N, 3, H, W) -> (N, 2048, h, w). */
    private String featureMap() {
        String x = relu("stem", convolution(IMAGES, "conv1", "bn1", new Window(7, 2))); // (N, 64, H/2, W/2)
        x = graph.node("MaxPool", "stem.pool", List.of(x), new Window(3, 2).attributes()); // (N, 64, H/4, W/4)
        for (int layer = 1; layer <= ResNet50.LAST_LAYER; layer++) {
            for (int block = 0; weights.has("layer" + layer + "." + block + ".conv1.weight"); block++) {
                x = bottleneck(x, "layer" + layer + "." + block, layer > 1 && block == 0 ? 2 : 1);
            }
        }
        return graph.node("Identity", FEATURE_MAP, List.of(x));
    }

    private String bottleneck(String x, String name, int stride) {
        String y = relu(name + ".1", convolution(x, name + ".conv1", name + ".bn1", new Window(1, 1)));
        y = relu(name + ".2", convolution(y, name + ".conv2", name + ".bn2", new Window(3, stride)));
        y = convolution(y, name + ".conv3", name + ".bn3", new Window(1, 1));
        String shortcut = weights.has(name + ".downsample.0.weight")
                ? convolution(x, name + ".downsample.0", name + ".downsample.1", new Window(1, stride))
                : x;
        return relu(name + ".3", graph.node("Add", name + ".add", List.of(y, shortcut)));
    }

    private String relu(String name, String x) {
        return graph.node("Relu", name + ".relu", List.of(x));
    }

    /** Padded by (size - 1) / 2 on each side. */
    private record Window(int size, int stride) {
        AttributeProto[] attributes() {
            int padding = (size - 1) / 2;
            return new AttributeProto[] {
                integers("kernel_shape", size, size),
                integers("strides", stride, stride),
                integers("pads", padding, padding, padding, padding)
            };
        }
    }

    /** A convolution without bias and the normalization after it, as one convolution with bias. */
    private String convolution(String x, String name, String norm, Window window) {
        NDArray kernel = weights.get(name + ".weight");
        FoldedConvolution folded = FoldedConvolution.of(kernel.toFloatArray(), weights, norm);
        String w = graph.constant(name + ".weight", folded.weight(), kernel.getShape());
        String b = graph.constant(name + ".bias", folded.bias(), new Shape(folded.bias().length));
        return graph.node("Conv", name, List.of(x, w, b), window.attributes());
    }

    /** (N, 2048, h, w) -> (N, 2048). */
    private String pool(String map) {
        String operator = switch (options.pooling()) {
            case MAX -> "GlobalMaxPool";
            case AVERAGE -> "GlobalAveragePool";
        };
        String pooled = graph.node(operator, "pool", List.of(map)); // (N, 2048, 1, 1)
        return graph.node("Flatten", FEATURES, List.of(pooled), integer("axis", 1));
    }

    /** (N, 2048) -> (N, K). */
    private void head(String features) {
        String x = features;
        if (options.standardize()) { // a variational head's alone: it could not be folded
            x = graph.node("Sub", "head.centred", List.of(x, constant(Head.MEAN)));
            x = graph.node("Div", "head.standardized", List.of(x, constant(Head.DEVIATION)));
        }
        for (int i = 0; i < options.hiddenUnits().size(); i++) {
            String layer = Head.hidden(i);
            x = relu(layer, linear(x, layer, layer + ".weight", layer + ".bias")); // (N, U)
        }
        linear(x, LOGITS, Head.WEIGHT, Head.BIAS);
        if (options.variational() != null) {
            variances(x);
        }
    }

    /** (N, H), the last layer's inputs -> (N, K), as {@link VariationalLayer#variance}. */
    private void variances(String inputs) {
        NDArray logDeviations = weights.get(Head.LOG_DEVIATION);
        float[] variances = logDeviations.toFloatArray();
        for (int i = 0; i < variances.length; i++) {
            variances[i] = (float) Math.exp(2 * variances[i]);
        }
        Shape shape = new Shape(logDeviations.size(0), logDeviations.size(1));
        String squares = graph.node("Mul", "head.squares", List.of(inputs, inputs));
        String w = graph.constant("head.weight_variance", variances, shape);
        graph.node("Gemm", LOGIT_VARIANCES, List.of(squares, w), integer("transB", 1));
    }

    /** x W^T + b. */
    private String linear(String x, String name, String weight, String bias) {
        NDArray matrix = weights.get(weight);
        Shape shape = new Shape(matrix.size(0), matrix.size(1)); // the last layer's (K, H, 1, 1) as (K, H)
        String w = graph.constant(weight, matrix.toFloatArray(), shape);
        return graph.node("Gemm", name, List.of(x, w, constant(bias)), integer("transB", 1));
    }

    private String constant(String name) {
        NDArray values = weights.get(name);
        return graph.constant(name, values.toFloatArray(), values.getShape());
    }
}
