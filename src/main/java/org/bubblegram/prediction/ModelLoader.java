package org.bubblegram.prediction;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.OnnxExport;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;

/** From the files of a version to a model that may answer. */
final class ModelLoader {
    private final ModelRegistry registry;

    ModelLoader(ModelRegistry registry) {
        this.registry = registry;
    }

    LoadedModel load(ModelVersion version) throws IOException {
        Path file = Files.createTempFile("bubblegram", ".onnx");
        try {
            try (InputStream in = new BufferedInputStream(registry.open(version, ModelRegistry.WEIGHTS), 1 << 20);
                    HistogramNetwork n =
                            HistogramNetwork.read(in, version.card().pooling());
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                OnnxExport.write(n, Map.of(), "x", out);
            }
            ModelCard card = version.card();
            return new LoadedModel(
                    version.reference(),
                    OnnxModel.open(file),
                    Files.size(file),
                    SizeBins.parse(card.bins()),
                    card.basis(),
                    card.activation(),
                    new Preprocessing(card.input().size()),
                    card.input().pictures());
        } finally {
            Files.delete(file);
        }
    }
}
