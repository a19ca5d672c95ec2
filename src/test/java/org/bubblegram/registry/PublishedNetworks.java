package org.bubblegram.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bubblegram.evaluation.EvaluationReport;
import org.bubblegram.histogram.Basis;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Autoencoder;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Networks and cards for tests, and versions as they were published before there was ONNX. */
public final class PublishedNetworks {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PublishedNetworks() {}

    /** A random network of two bins. */
    public static HistogramNetwork network() {
        try (Backbone backbone = Backbone.random(1)) {
            return HistogramNetwork.of(backbone, HeadOptions.plain(Pooling.MAX), 2, 1);
        }
    }

    /** The card of such a network for pictures of 32x32, made in a way that no build knows. */
    public static ModelCard card() {
        return card("square of 32");
    }

    /** The card of such a network that this build can serve. */
    public static ModelCard servable() {
        return card(new Preprocessing(32).fingerprint());
    }

    /** An autoencoder with the threshold that {@link #tellingNovelty} says: most pictures are beyond it. */
    public static Autoencoder autoencoder() {
        return new Autoencoder(new float[HistogramNetwork.FEATURES], new float[0][]);
    }

    /** The file of one with another mean. */
    public static byte[] anotherAutoencoder() throws IOException {
        float[] mean = new float[HistogramNetwork.FEATURES];
        mean[0] = 1;
        var out = new ByteArrayOutputStream();
        new Autoencoder(mean, new float[0][]).write(out);
        return out.toByteArray();
    }

    /** The card of such a network that this build can serve, of a version with {@link #autoencoder}. */
    public static ModelCard tellingNovelty() {
        return card(new Preprocessing(32).fingerprint(), new ModelCard.Novelty(1e-3, 0.95, 40));
    }

    private static ModelCard card(String preprocessing) {
        return card(preprocessing, null);
    }

    private static ModelCard card(String preprocessing, ModelCard.@Nullable Novelty novelty) {
        return new ModelCard(
                List.of("0-10mm", "10mm+"),
                Basis.NUMBER,
                Activation.NORMALIZED_SIGMOID,
                Pooling.MAX,
                new ModelCard.Input(32, preprocessing, null),
                "none",
                Map.of(
                        "test",
                        new EvaluationReport(
                                3,
                                0.5,
                                Map.of("emd", new EvaluationReport.Score(0.25, 0.75)),
                                Map.of("iou", new EvaluationReport.Score(0.5, 1)))),
                List.of(0.25, 0.75),
                new ModelCard.Source("nuclei", "abc", 20),
                JsonNodeFactory.instance.objectNode().put("seed", 1),
                Map.of("bubblegram", "0.1.0"),
                "0123abcd",
                novelty,
                Instant.parse("2026-11-23T12:00:00Z"));
    }

    /** Publishes weights and golden vectors alone. */
    public static ModelVersion withoutOnnx(ModelRegistry registry, HistogramNetwork network, GoldenVectors golden)
            throws IOException {
        return registry.publish(
                "old",
                UUID.randomUUID(),
                card(),
                Map.of(
                        ModelRegistry.WEIGHTS,
                        network::write,
                        ModelRegistry.GOLDEN,
                        out -> out.write(JSON.writeValueAsBytes(golden))));
    }
}
