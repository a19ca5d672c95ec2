package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bubblegram.SharedFiles;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HeadOptions.Variational;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OnnxExportTest {
    /** As a part of the largest number. */
    private static final double TOLERANCE = 1e-4;

    @TempDir
    private static Path folder;

    private static Backbone backbone;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        backbone = Backbone.random(1);
        unsettle(backbone.weights());
    }

    /** Normalization that does something everywhere, and blocks that are more than their shortcuts. */
    private static void unsettle(Weights weights) {
        for (String name : List.copyOf(weights.tensors().keySet())) {
            if (name.endsWith(".bias") || name.endsWith(".running_mean")) {
                weights.putNormal(name, weights.get(name).getShape(), 0.1, 3);
            } else if (name.endsWith(".running_var")) {
                weights.get(name).addi(0.5);
            } else if (name.endsWith(".bn3.weight")) {
                weights.putNormal(name, weights.get(name).getShape(), 0.5, 3);
            }
        }
    }

    @AfterAll
    static void tearDown() {
        backbone.close();
    }

    private static HistogramNetwork network(HeadOptions options) {
        HistogramNetwork network = HistogramNetwork.of(backbone, options, 5, 1);
        if (options.standardize()) {
            float[] mean = new float[2048];
            float[] deviation = new float[2048];
            for (int i = 0; i < mean.length; i++) {
                mean[i] = i % 7 * 0.1f;
                deviation[i] = 0.5f + i % 3;
            }
            network.head().standardize(mean, deviation);
        }
        return network;
    }

    private static Path write(HistogramNetwork network, String name) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            OnnxExport.write(network, Map.of("unit", "mm", "bins", "0-1mm,1mm+"), "1.2", out);
        }
        return file;
    }

    static Stream<HeadOptions> everyHead() {
        return Stream.of(
                HeadOptions.plain(Pooling.MAX),
                HeadOptions.plain(Pooling.AVERAGE),
                new HeadOptions(Pooling.AVERAGE, List.of(8), 0, true, false, 1, null),
                new HeadOptions(Pooling.MAX, List.of(8, 4), 0.4, true, false, 1, null),
                new HeadOptions(Pooling.MAX, List.of(8), 0.4, false, true, 2, null),
                new HeadOptions(Pooling.AVERAGE, List.of(), 0.3, false, true, 0.5, null),
                new HeadOptions(Pooling.MAX, List.of(), 0.3, false, true, 2, Variational.DEFAULT),
                new HeadOptions(Pooling.MAX, List.of(8), 0.3, true, true, 1, Variational.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("everyHead")
    void theFileAnswersAsTheNetworkDoes(HeadOptions options) throws Exception {
        try (HistogramNetwork network = network(options);
                OnnxModel model = OnnxModel.open(write(network, "head.onnx"))) {
            assertSame(network, model, new int[] {2, 40, 33});
        }
    }

    @Test
    void anyNumberOfPicturesOfAnySizeIsTaken() throws Exception {
        try (HistogramNetwork network = network(HeadOptions.plain(Pooling.MAX));
                OnnxModel model = OnnxModel.open(write(network, "sizes.onnx"))) {
            for (int[] shape : new int[][] {{1, 224, 224}, {3, 64, 64}, {2, 96, 32}, {1, 1, 1}, {5, 33, 70}}) {
                assertSame(network, model, shape);
            }
        }
    }

    private static void assertSame(HistogramNetwork network, OnnxModel model, int[] nhw) {
        try (NDManager manager = TensorEngine.newManager()) {
            int[] examples = IntStream.range(0, nhw[0]).toArray();
            NDArray images = new Noise(1, 1, 1, examples)
                    .normal(manager, "images", 3 * nhw[1] * nhw[2])
                    .reshape(nhw[0], 3, nhw[1], nhw[2]);
            OnnxModel.Answer answer = model.run(FloatBuffer.wrap(images.toFloatArray()), nhw[0], nhw[1], nhw[2]);

            NDArray features = network.features(images);
            assertClose(answer.features(), features);
            assertClose(answer.logits(), network.head().logits(features));
            if (network.head().options().variational() == null) {
                assertThat(answer.variances()).isNull();
            } else {
                assertClose(answer.variances(), network.head().variances(features));
            }
        }
    }

    private static void assertClose(float[][] rows, NDArray expected) {
        float largest = expected.abs().max().getFloat();
        assertThat(largest).isPositive();
        float[] flat = expected.toFloatArray();
        int columns = rows[0].length;
        assertThat(rows.length * columns).isEqualTo(flat.length);
        for (int i = 0; i < flat.length; i++) {
            assertThat(rows[i / columns][i % columns]).isCloseTo(flat[i], within((float) TOLERANCE * largest));
        }
    }

    @Test
    void theFeatureMapIsWhatIsPooled() throws Exception {
        try (HistogramNetwork network = network(HeadOptions.plain(Pooling.MAX));
                OnnxModel model = OnnxModel.open(write(network, "map.onnx"))) {
            FloatBuffer images = FloatBuffer.allocate(2 * 3 * 64 * 96);
            for (int i = 0; images.hasRemaining(); i++) {
                images.put((float) Math.sin(i));
            }
            OnnxModel.Answer answer = model.runWithFeatureMap(images.flip(), 2, 64, 96);

            OnnxModel.FeatureMap map = answer.featureMap();
            assertThat(List.of(map.channels(), map.height(), map.width())).containsExactly(2048, 2, 3);
            for (int i = 0; i < 2 * 2048; i++) {
                float largest = Float.NEGATIVE_INFINITY;
                for (int place = 0; place < 6; place++) {
                    largest = Math.max(largest, map.values()[i * 6 + place]);
                }
                assertThat(answer.features()[i / 2048][i % 2048]).isEqualTo(largest);
            }
        }
    }

    @Test
    void theFileSaysWhatItTakesGivesAndIs() throws Exception {
        try (HistogramNetwork network = network(HeadOptions.plain(Pooling.MAX))) {
            byte[] file = Files.readAllBytes(write(network, "said.onnx"));
            ModelProto model = ModelProto.parseFrom(file);
            GraphProto graph = model.getGraph();

            assertThat(model.getIrVersion()).isEqualTo(8);
            assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
            assertThat(model.getProducerName() + " " + model.getProducerVersion())
                    .isEqualTo("bubblegram 1.2");
            assertThat(model.getMetadataPropsList().stream()
                            .collect(
                                    Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue)))
                    .isEqualTo(Map.of("unit", "mm", "bins", "0-1mm,1mm+"));
            assertThat(graph.getInputList()).map(OnnxExportTest::told).containsExactly("images batch 3 height width");
            assertThat(graph.getOutputList())
                    .map(OnnxExportTest::told)
                    .containsExactly(
                            "logits batch 5", "features batch 2048", "feature_map batch 2048 map_height map_width");
            assertThat(graph.getNodeList())
                    .extracting(node -> node.getOpType())
                    .doesNotContain("BatchNormalization")
                    .filteredOn("Conv"::equals)
                    .hasSize(53);
            assertThat(Files.readAllBytes(write(network, "again.onnx"))).isEqualTo(file);
        }
    }

    private static String told(ValueInfoProto value) {
        return value.getName()
                + value.getType().getTensorType().getShape().getDimList().stream()
                        .map(dimension -> " " + size(dimension))
                        .collect(Collectors.joining());
    }

    private static String size(Dimension dimension) {
        return dimension.hasDimParam() ? dimension.getDimParam() : String.valueOf(dimension.getDimValue());
    }

    @Test
    void aNormalizationIsFoldedIntoTheConvolutionBeforeIt() {
        try (Weights weights = new Weights()) {
            weights.put("bn.weight", new float[] {3, -1}, new Shape(2));
            weights.put("bn.bias", new float[] {1, 0.5f}, new Shape(2));
            weights.put("bn.running_mean", new float[] {4, 2}, new Shape(2));
            // 1e-5 is added before the root is taken: 2 and 0.5
            weights.put("bn.running_var", new float[] {3.99999f, 0.24999f}, new Shape(2));

            FoldedConvolution folded = FoldedConvolution.of(new float[] {2, 4, 6, 8}, weights, "bn");

            assertThat(folded.weight()).containsExactly(new float[] {3, 6, -12, -16}, within(1e-5f));
            assertThat(folded.bias()).containsExactly(new float[] {-5, 4.5f}, within(1e-5f));
        }
    }

    @Test
    void theImageNetWeightsGiveTheirReferencesFeatures() throws Exception {
        JsonNode golden =
                JsonMapper.shared().readTree(Files.readString(SharedFiles.of("weights/resnet50-golden.json")));
        try (Backbone real = BackboneWeights.backbone();
                HistogramNetwork network = HistogramNetwork.of(real, HeadOptions.plain(Pooling.AVERAGE), 6, 1);
                OnnxModel model = OnnxModel.open(write(network, "real.onnx"))) {
            FloatBuffer images = FloatBuffer.allocate(3 * 224 * 224);
            for (long i = 0; images.hasRemaining(); i++) {
                images.put(((i * 7919) % 2003) / 1001f - 1);
            }
            float[] features = model.run(images.flip(), 1, 224, 224).features()[0];

            JsonNode first = golden.get("feat_first8");
            for (int i = 0; i < first.size(); i++) {
                assertThat(features[i]).isCloseTo((float) first.get(i).asDouble(), within(1e-3f));
            }
            assertSame(network, model, new int[] {2, 96, 64});
        }
    }
}
