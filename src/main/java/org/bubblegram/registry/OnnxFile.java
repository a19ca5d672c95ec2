package org.bubblegram.registry;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.OnnxExport;

/** A network exported to a temporary file that answers as the network does; close deletes it. */
record OnnxFile(Path path) implements AutoCloseable {
    /** @throws NotReproduced if logits or features of the golden inputs are not the network's */
    static OnnxFile of(HistogramNetwork network, ModelCard card, GoldenVectors golden, Path folder) throws IOException {
        OnnxFile file = new OnnxFile(Files.createTempFile(Files.createDirectories(folder), "model-", ".onnx"));
        try {
            file.write(network, card);
            try (OnnxModel exported = OnnxModel.open(file.path)) {
                golden.verifyExport(network, exported);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void write(HistogramNetwork network, ModelCard card) throws IOException {
        String version = card.versions().getOrDefault("bubblegram", "unknown");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            OnnxExport.write(network, properties(card), version, out);
        }
    }

    /** What one who has this file alone needs to read its answers. */
    private static Map<String, String> properties(ModelCard card) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("bins", String.join(",", card.bins()));
        properties.put("basis", card.basis().name().toLowerCase(Locale.ROOT));
        properties.put("unit", SizeBins.parse(card.bins()).unit().symbol());
        properties.put(
                "activation", card.activation().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        properties.put("preprocessing", card.input().preprocessing());
        properties.put("inputSize", String.valueOf(card.input().size()));
        return properties;
    }

    void writeTo(OutputStream out) throws IOException {
        Files.copy(path, out);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
