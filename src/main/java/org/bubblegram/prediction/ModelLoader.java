package org.bubblegram.prediction;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.registry.GoldenVectors;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NotReproduced;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** From the files of a version to a model that may answer. */
final class ModelLoader {
    private final ModelRegistry registry;
    private final JsonMapper json;

    ModelLoader(ModelRegistry registry, JsonMapper json) {
        this.registry = registry;
        this.json = json;
    }

    /** @throws UnusableModel if this build would answer something else than the version was trained to */
    LoadedModel load(ModelVersion version) throws IOException {
        Preprocessing preprocessing = preprocessing(version);
        HistogramNetwork network = network(version);
        try {
            verify(version, network);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
        ModelCard card = version.card();
        return new LoadedModel(
                version.reference(),
                network,
                SizeBins.parse(card.bins()),
                card.basis(),
                card.activation(),
                preprocessing,
                card.input().pictures());
    }

    private static Preprocessing preprocessing(ModelVersion version) {
        ModelCard.Input input = version.card().input();
        Preprocessing preprocessing = new Preprocessing(input.size());
        if (!preprocessing.fingerprint().equals(input.preprocessing())) {
            throw new UnusableModel(
                    version.reference(),
                    "it was trained on '" + input.preprocessing() + "', this build makes '"
                            + preprocessing.fingerprint() + "'");
        }
        return preprocessing;
    }

    private HistogramNetwork network(ModelVersion version) throws IOException {
        try (InputStream weights = new BufferedInputStream(registry.open(version, ModelRegistry.WEIGHTS), 1 << 20)) {
            return HistogramNetwork.read(weights, version.card().pooling());
        }
    }

    private void verify(ModelVersion version, HistogramNetwork network) throws IOException {
        int bins = version.card().bins().size();
        if (network.bins() != bins) {
            throw new UnusableModel(
                    version.reference(), "its head has " + network.bins() + " outputs for " + bins + " bins");
        }
        try (InputStream in = registry.open(version, ModelRegistry.GOLDEN)) {
            json.readValue(in.readAllBytes(), GoldenVectors.class).verify(network);
        } catch (NotReproduced | JacksonException e) {
            throw new UnusableModel(version.reference(), "golden.json: " + e.getMessage());
        }
    }
}
