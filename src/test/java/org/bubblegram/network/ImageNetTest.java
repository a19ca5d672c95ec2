package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.nio.file.Files;
import org.bubblegram.SharedFiles;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImageNetTest {
    private static final double TOLERANCE = 1e-3;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @Test
    void theForwardPassReproducesTheReferenceOfTheImageNetWeights() throws Exception {
        JsonNode golden =
                JsonMapper.shared().readTree(Files.readString(SharedFiles.of("weights/resnet50-golden.json")));
        try (Backbone backbone = BackboneWeights.backbone();
                HistogramNetwork network = HistogramNetwork.of(backbone, HeadOptions.plain(Pooling.AVERAGE), 6, 1);
                Weights classifier = Weights.read(Files.newInputStream(BackboneWeights.file()));
                NDManager manager = TensorEngine.newManager()) {
            NDArray features = network.features(channelsLast(manager));
            NDArray logits = Linear.linear(features, classifier.get("fc.weight"), classifier.get("fc.bias"))
                    .singletonOrThrow();

            assertFirst(features, golden.get("feat_first8"));
            assertFirst(logits, golden.get("logits_first8"));
            assertThat(norm(features)).isCloseTo(golden.get("feat_l2").asDouble(), within(TOLERANCE));
            assertThat(norm(logits)).isCloseTo(golden.get("logits_l2").asDouble(), within(TOLERANCE));
            for (JsonNode top : golden.get("top5")) {
                assertThat(logits.toFloatArray()[top.get(0).asInt()])
                        .isCloseTo((float) top.get(1).asDouble(), within((float) TOLERANCE));
            }
        }
    }

    private static void assertFirst(NDArray values, JsonNode expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(values.toFloatArray()[i])
                    .isCloseTo((float) expected.get(i).asDouble(), within((float) TOLERANCE));
        }
    }

    private static double norm(NDArray values) {
        return values.square().sum().sqrt().getFloat();
    }

    /** The reference's input, laid out as decoders give pixels. */
    private static NDArray channelsLast(NDManager manager) {
        int size = 224;
        float[] values = new float[size * size * 3];
        for (int channel = 0; channel < 3; channel++) {
            for (int place = 0; place < size * size; place++) {
                long i = (long) channel * size * size + place;
                values[place * 3 + channel] = ((i * 7919) % 2003) / 1001f - 1;
            }
        }
        return manager.create(values, new Shape(1, size, size, 3)).transpose(0, 3, 1, 2);
    }
}
