package org.bubblegram.prediction;

import java.io.IOException;
import org.bubblegram.engine.InvalidOnnxModel;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.Autoencoder;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.registry.NetworkFiles;
import org.bubblegram.registry.NotReproduced;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** From the files of a version to a model that may answer. */
final class ModelLoader {
    private final ModelRegistry registry;
    private final NetworkFiles files;

    ModelLoader(ModelRegistry registry, NetworkFiles files) {
        this.registry = registry;
        this.files = files;
    }

    /** @throws UnusableModel if this build would answer something else than the version was trained to */
    LoadedModel load(ModelVersion version) throws IOException {
        Preprocessing preprocessing = preprocessing(version);
        ModelVersion complete = files.withOnnx(version);
        OnnxModel network = network(complete);
        try {
            return new LoadedModel(
                    version.reference(),
                    network,
                    registry.size(complete, ModelRegistry.ONNX),
                    bins(version, network),
                    version.card().basis(),
                    version.card().activation(),
                    preprocessing,
                    familiarity(version),
                    version.card().input().pictures());
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static Preprocessing preprocessing(ModelVersion version) {
        ModelCard.Input input = version.card().input();
        return input.inThisBuild()
                .orElseThrow(() -> new UnusableModel(
                        version.reference(),
                        "it was trained on '" + input.preprocessing() + "', this build makes '"
                                + new Preprocessing(input.size()).fingerprint() + "'"));
    }

    private LoadedModel.@Nullable Familiarity familiarity(ModelVersion version) throws IOException {
        ModelCard.Novelty novelty = version.card().novelty();
        try {
            Autoencoder autoencoder = files.autoencoder(version);
            return novelty == null || autoencoder == null
                    ? null
                    : new LoadedModel.Familiarity(autoencoder, novelty.threshold());
        } catch (InvalidWeights e) {
            throw new UnusableModel(version.reference(), ModelRegistry.AUTOENCODER + ": " + e.getMessage());
        }
    }

    private OnnxModel network(ModelVersion version) throws IOException {
        try {
            return files.open(version);
        } catch (NotReproduced | JacksonException e) {
            throw new UnusableModel(version.reference(), "golden.json: " + e.getMessage());
        } catch (InvalidOnnxModel e) {
            throw new UnusableModel(version.reference(), "model.onnx: " + e.getMessage());
        }
    }

    private static SizeBins bins(ModelVersion version, OnnxModel network) {
        SizeBins bins = SizeBins.parse(version.card().bins());
        if (network.bins() != bins.count()) {
            throw new UnusableModel(
                    version.reference(), "its head has " + network.bins() + " outputs for " + bins.count() + " bins");
        }
        return bins;
    }
}
