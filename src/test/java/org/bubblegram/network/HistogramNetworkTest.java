package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.bubblegram.TensorTest;
import org.bubblegram.network.HeadOptions.Variational;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramNetworkTest extends TensorTest {
    private static final HeadOptions RICH =
            new HeadOptions(Pooling.MAX, List.of(8), 0.4, false, true, 2, Variational.DEFAULT);

    private static Backbone random;
    private static HistogramNetwork network;

    @BeforeAll
    static void setUp() {
        random = Backbone.random(1);
        network = HistogramNetwork.of(random, HeadOptions.plain(Pooling.AVERAGE), 3, 1);
    }

    @AfterAll
    static void tearDown() {
        network.close();
        random.close();
    }

    private NDArray images(int size) {
        return new Noise(1, 1, 1, new int[] {1, 2})
                .normal(manager, "images", size * size * 3)
                .reshape(2, size, size, 3)
                .transpose(0, 3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 47, 65, 100})
    void activationsHaveTheShapeThatTheArithmeticGives(int size) {
        for (Depth depth : Depth.values()) {
            Shape shape = HistogramNetwork.activationShape(size, depth);

            assertThat(network.activations(images(size), depth).getShape())
                    .as("%s of %d", depth, size)
                    .isEqualTo(new Shape(2).addAll(shape));
        }
    }

    @ParameterizedTest
    @EnumSource(Depth.class)
    void whatIsAboveTheActivationsGivesTheFeaturesOfTheWholeNetwork(Depth depth) {
        NDArray images = images(47);
        NDArray activations = network.activations(images, depth);

        float[] features = network.features(activations, depth).toFloatArray();

        assertThat(features)
                .hasSize(2 * 2048)
                .isEqualTo(network.features(images).toFloatArray());
        assertThat(activations.toFloatArray()).isNotEmpty(); // and they are still open
        assertThat(images.toFloatArray()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Depth.class,
            names = {"LAYER4", "LAYER3"})
    void activationsCachedChannelsLastGiveTheSameFeatures(Depth depth) {
        NDArray activations = network.activations(images(47), depth);
        NDArray channelsLast = activations.transpose(0, 2, 3, 1);
        NDArray cached = manager.create(channelsLast.toFloatArray(), channelsLast.getShape())
                .transpose(0, 3, 1, 2);

        float[] expected = network.features(activations, depth).toFloatArray();

        assertThat(network.features(cached, depth).toFloatArray()).containsExactly(expected, within(1e-3f));
    }

    @ParameterizedTest
    @CsvSource({"HEAD, ''", "LAYER4, layer4", "LAYER3, layer3 layer4", "ALL, bn1 conv1 layer1 layer2 layer3 layer4"})
    void theHeadAndWhatLiesFromADepthUpLearnsWithoutStatistics(Depth depth, String parts) {
        Set<String> names = network.learnable(depth).keySet();

        Set<String> expected = new TreeSet<>(Set.of("head"));
        expected.addAll(List.of(parts.split(" ")));
        expected.remove("");
        assertThat(names.stream()
                        .map(name -> name.substring(0, name.indexOf('.')))
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
        assertThat(names).noneMatch(name -> name.contains("running"));
        if (depth != Depth.HEAD) {
            assertThat(names).contains("layer4.0.bn1.weight", "layer4.0.bn1.bias", "layer4.0.downsample.1.weight");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, layer4.2.conv3.weight", "LAYER4, layer3.5.bn3.running_var", "LAYER3, layer2.0.conv1.weight"})
    void aFingerprintChangesWithAnyWeightBelowItsDepthAndWithNoneAbove(Depth depth, String below) {
        try (HistogramNetwork changed = HistogramNetwork.of(random, HeadOptions.plain(Pooling.MAX), 4, 9)) {
            changed.learnable(depth).values().forEach(weight -> weight.addi(1));
            assertThat(changed.fingerprintBelow(depth)).isEqualTo(network.fingerprintBelow(depth));

            changed.weights().get(below).addi(1);
            assertThat(changed.fingerprintBelow(depth)).isNotEqualTo(network.fingerprintBelow(depth));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "head.weight, 0", "head.hidden.1.bias, 0", "head.weight_log_deviation, 0",
        "layer4.2.bn3.bias, 1", "layer3.0.conv1.weight, 2", "layer2.0.downsample.0.weight, 3",
        "layer1.1.conv2.weight, 4", "bn1.weight, 5", "conv1.weight, 5"
    })
    void aWeightIsAsFarFromTheHeadAsItsBlock(String weight, int blocks) {
        assertThat(HistogramNetwork.blocksFromHead(weight)).isEqualTo(blocks);
    }

    @Test
    void whatIsWrittenNeedsNoOptionsToAnswerTheSame() throws Exception {
        try (HistogramNetwork trained = HistogramNetwork.of(random, RICH, 3, 1)) {
            float[] mean = new float[2048];
            float[] deviation = new float[2048];
            java.util.Arrays.fill(mean, 0.5f);
            java.util.Arrays.fill(deviation, 2);
            trained.head().standardize(mean, deviation);
            var out = new ByteArrayOutputStream();
            trained.write(out);

            try (HistogramNetwork read =
                    HistogramNetwork.read(new ByteArrayInputStream(out.toByteArray()), Pooling.MAX)) {
                NDArray images = images(32);
                assertThat(read.head().options().hiddenUnits()).containsExactly(8);
                assertThat(read.head().options().standardize()).isFalse();
                assertThat(read.logits(images).toFloatArray())
                        .containsExactly(trained.logits(images).toFloatArray(), within(1e-5f));
                assertThat(read.head().variances(read.features(images)).toFloatArray())
                        .containsExactly(
                                trained.head()
                                        .variances(trained.features(images))
                                        .toFloatArray(),
                                within(1e-5f));
            }
        }
    }

    @Test
    void aCheckpointIsOpenedWithTheOptionsItWasTrainedWith() {
        try (HistogramNetwork trained = HistogramNetwork.of(random, RICH, 3, 1);
                HistogramNetwork again = HistogramNetwork.of(trained.weights().copy(""), RICH)) {
            NDArray images = images(32);
            assertThat(again.logits(images).toFloatArray())
                    .isEqualTo(trained.logits(images).toFloatArray());
        }
    }

    @Test
    void weightsThatDoNotFitTheOptionsAreNamed() {
        Weights plain = network.weights().copy("");

        assertThatThrownBy(() -> HistogramNetwork.of(plain, RICH))
                .isInstanceOf(InvalidWeights.class)
                .hasMessageContaining("5 missing (head.normalization.mean, head.normalization.deviation, "
                        + "head.hidden.0.weight, head.hidden.0.bias, head.weight_log_deviation)")
                .hasMessageContaining("1 misshapen (head.weight is (3, 2048, 1, 1), not (3, 8, 1, 1))");
    }

    @Test
    void aFileWhoseHiddenLayersDoNotFitEachOtherIsRefused() throws Exception {
        try (Weights weights = network.weights().copy("")) {
            weights.putConstant("head.hidden.0.weight", new Shape(5), 1);
            weights.putConstant("head.hidden.1.weight", new Shape(6, 5), 1);
            weights.putConstant("head.hidden.1.bias", new Shape(6), 1);
            var out = new ByteArrayOutputStream();
            weights.write(out);

            assertThatThrownBy(() -> HistogramNetwork.read(new ByteArrayInputStream(out.toByteArray()), Pooling.MAX))
                    .isInstanceOf(InvalidWeights.class)
                    .hasMessageContaining("1 missing (head.hidden.0.bias)")
                    .hasMessageContaining("head.hidden.0.weight is (5), not (1, 2048)")
                    .hasMessageContaining("head.weight is (3, 2048, 1, 1), not (3, 6, 1, 1)");
        }
    }
}
