package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BackboneTest {
    private static Backbone random;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
        random = Backbone.random(1);
    }

    @AfterAll
    static void close() {
        random.close();
    }

    @Test
    void aTorchvisionFileWithItsClassifierAndBatchCountsIsTaken() throws Exception {
        byte[] file = file(weights -> {
            weights.putConstant("fc.weight", new Shape(10, 2048), 1);
            weights.putConstant("fc.bias", new Shape(10), 1);
            weights.putConstant("bn1.num_batches_tracked", new Shape(1), 7);
        });
        try (Backbone backbone = Backbone.read(new ByteArrayInputStream(file))) {
            assertThat(backbone.weights().tensors()).hasSize(265).doesNotContainKey("fc.weight");
        }
    }

    @Test
    void whatIsMissingMisshapenOrUnexpectedIsNamed() throws Exception {
        byte[] file = file(weights -> {
            weights.removeIf(name -> name.equals("layer3.2.bn2.running_var"));
            weights.putConstant("conv1.weight", new Shape(64, 3, 3, 3), 1);
            weights.putConstant("layer5.0.conv1.weight", new Shape(1), 1);
        });

        assertThatThrownBy(() -> Backbone.read(new ByteArrayInputStream(file)))
                .isInstanceOf(InvalidWeights.class)
                .hasMessageContaining("1 missing (layer3.2.bn2.running_var)")
                .hasMessageContaining("1 misshapen (conv1.weight is (64, 3, 3, 3), not (64, 3, 7, 7))")
                .hasMessageContaining("1 unexpected (layer5.0.conv1.weight)");
    }

    @Test
    void aFileThatIsNoSafetensorsIsRefused() {
        for (byte[] file : List.of(
                new byte[0], new byte[] {80, 75, 3, 4, 0, 0, 0, 0, 1}, new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{'})) {
            assertThatThrownBy(() -> Backbone.read(new ByteArrayInputStream(file)))
                    .isInstanceOf(InvalidWeights.class);
        }
    }

    @Test
    void aNetworkWrittenAndReadAnswersTheSameForAnyNumberOfBins() throws Exception {
        for (int bins : List.of(1, 6, 17)) {
            try (HistogramNetwork network = HistogramNetwork.of(random, HeadOptions.plain(Pooling.MAX), bins, 3);
                    NDManager manager = TensorEngine.newManager()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                network.write(out);
                NDArray images = noise(manager, 2);
                try (HistogramNetwork read =
                        HistogramNetwork.read(new ByteArrayInputStream(out.toByteArray()), Pooling.MAX)) {
                    assertThat(read.bins()).isEqualTo(bins);
                    assertThat(read.logits(images).toFloatArray())
                            .hasSize(2 * bins)
                            .isEqualTo(network.logits(images).toFloatArray());
                    assertThat(read.fingerprintBelow(Depth.HEAD)).isEqualTo(network.fingerprintBelow(Depth.HEAD));
                }
            }
        }
    }

    @Test
    void theLayoutOfAnImageInMemoryDoesNotChangeTheAnswer() {
        try (HistogramNetwork network = HistogramNetwork.of(random, HeadOptions.plain(Pooling.AVERAGE), 3, 3);
                NDManager manager = TensorEngine.newManager()) {
            NDArray channelsLast = noise(manager, 1);
            NDArray channelsFirst = manager.create(channelsLast.toFloatArray(), channelsLast.getShape());

            assertThat(network.features(channelsFirst).toFloatArray())
                    .containsExactly(network.features(channelsLast).toFloatArray(), within(1e-3f));
        }
    }

    @Test
    void poolingTakesTheLargestOrTheMeanOfAllPlaces() {
        try (HistogramNetwork max = HistogramNetwork.of(random, HeadOptions.plain(Pooling.MAX), 3, 3);
                HistogramNetwork average = HistogramNetwork.of(random, HeadOptions.plain(Pooling.AVERAGE), 3, 3);
                NDManager manager = TensorEngine.newManager()) {
            NDArray images = noise(manager, 1);
            float[] largest = max.features(images).toFloatArray();
            float[] mean = average.features(images).toFloatArray();

            for (int i = 0; i < largest.length; i++) {
                assertThat(largest[i]).isGreaterThanOrEqualTo(mean[i]);
            }
            assertThat(largest).isNotEqualTo(mean);
        }
    }

    @Test
    void estimatedStatisticsAreTheMeanOverAllBatches() {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray one = noise(manager, 2);
            NDArray other = noise(manager, 3).mul(2).add(1);
            float[] ofOne = statistics(List.of(one), "bn1.running_var");
            float[] ofOther = statistics(List.of(other), "bn1.running_var");
            float[] ofBoth = statistics(List.of(one, other), "bn1.running_var");

            for (int channel = 0; channel < ofBoth.length; channel++) {
                float mean = (ofOne[channel] + ofOther[channel]) / 2;
                assertThat(ofBoth[channel]).isCloseTo(mean, withinPercentage(0.01));
            }
        }
    }

    @Test
    void estimatedStatisticsKeepTheSignalsOfRandomWeightsInBounds() {
        try (NDManager manager = TensorEngine.newManager()) {
            List<NDArray> images = List.of(noise(manager, 4));
            float[] estimated = statistics(images, "layer4.2.bn1.running_var");

            // with He's weights a normalized signal goes into this layer with a variance of the order of 1
            assertThat(estimated).doesNotContain(1f);
            for (float variance : estimated) {
                assertThat(variance).isBetween(0.001f, 100f);
            }
        }
    }

    private static float[] statistics(List<NDArray> batches, String name) {
        try (Backbone backbone = Backbone.random(1)) {
            batches.forEach(backbone.estimateStatistics());
            return backbone.weights().get(name).toFloatArray();
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        try (HistogramNetwork one = HistogramNetwork.of(random, HeadOptions.plain(Pooling.MAX), 3, 3);
                Backbone again = Backbone.random(1);
                HistogramNetwork same = HistogramNetwork.of(again, HeadOptions.plain(Pooling.MAX), 3, 3);
                Backbone different = Backbone.random(2);
                HistogramNetwork other = HistogramNetwork.of(different, HeadOptions.plain(Pooling.MAX), 3, 3)) {
            assertThat(same.fingerprintBelow(Depth.HEAD))
                    .isEqualTo(one.fingerprintBelow(Depth.HEAD))
                    .isNotEqualTo(other.fingerprintBelow(Depth.HEAD));
        }
    }

    private static byte[] file(Consumer<Weights> change) throws IOException {
        try (Weights weights = random.weights().copy("")) {
            change.accept(weights);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            weights.write(out);
            return out.toByteArray();
        }
    }

    private static NDArray noise(NDManager manager, int images) {
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        float[] values = new float[images * 64 * 64 * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, new Shape(images, 64, 64, 3)).transpose(0, 3, 1, 2);
    }
}
