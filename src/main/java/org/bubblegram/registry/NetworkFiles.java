package org.bubblegram.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Autoencoder;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.registry.InvalidArchive.Reason;
import org.bubblegram.storage.BlobStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Networks as the files of versions: weights, golden vectors and ONNX, of which none is kept that answers otherwise. */
public final class NetworkFiles implements AutoCloseable {
    private final ModelRegistry registry;
    private final JsonMapper json;
    private final Path folder;

    // one thread: each export takes a few hundred megabytes, and the engine wants threads that stay
    private final ExecutorService exporting =
            Executors.newSingleThreadExecutor(TensorEngine.evaluationThreads("onnx-export"));

    /** @param folder for temporary files, and for nothing else */
    public NetworkFiles(ModelRegistry registry, JsonMapper json, Path folder) {
        this.registry = registry;
        this.json = json;
        this.folder = folder;
    }

    /** What of a version has weights. */
    public record Networks(
            HistogramNetwork network, @Nullable Autoencoder autoencoder) {}

    /** Likewise, of a network alone, whatever else happens. */
    public ModelVersion publish(String model, UUID origin, ModelCard card, HistogramNetwork network)
            throws IOException {
        return publish(model, origin, card, new Networks(network, null), () -> {});
    }

    /**
     * Publishes a network as the next version of a model; see {@link ModelRegistry#publish}. Only on a thread of the
     * engine's.
     *
     * @param guard called within the transaction that makes the version seen; throws where it must not be
     * @throws NotReproduced if its export to ONNX does not answer as it does
     */
    public ModelVersion publish(String model, UUID origin, ModelCard card, Networks networks, Runnable guard)
            throws IOException {
        HistogramNetwork network = networks.network();
        GoldenVectors golden = GoldenVectors.of(network, card.input().size());
        try (OnnxFile onnx = OnnxFile.of(network, card, golden, folder)) {
            Map<String, BlobStore.Content> files = new TreeMap<>();
            files.put(ModelRegistry.WEIGHTS, network::write);
            files.put(ModelRegistry.GOLDEN, out -> out.write(json.writeValueAsBytes(golden)));
            files.put(ModelRegistry.ONNX, onnx::writeTo);
            if (networks.autoencoder() != null) {
                files.put(ModelRegistry.AUTOENCODER, networks.autoencoder()::write);
            }
            return registry.publish(model, origin, card, files, guard);
        }
    }

    /**
     * A version with its {@code model.onnx}: versions published before there was any get it now, verified like any other.
     *
     * @throws NotReproduced if its weights do not give its golden vectors, or the export answers otherwise
     * @throws ModelNotFound if the version is gone
     */
    public ModelVersion withOnnx(ModelVersion version) throws IOException {
        if (version.files().containsKey(ModelRegistry.ONNX)) {
            return version;
        }
        return onThreadOfEngine(() -> exported(version.reference()));
    }

    private <T> T onThreadOfEngine(Callable<T> work) throws IOException {
        try {
            return exporting.submit(work).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a model was exported", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        }
    }

    private ModelVersion exported(String reference) throws IOException {
        ModelVersion now = registry.resolve(ModelReference.parse(reference));
        return now.files().containsKey(ModelRegistry.ONNX) ? now : export(now); // one who was faster may have made it
    }

    private ModelVersion export(ModelVersion version) throws IOException {
        GoldenVectors golden = golden(version);
        try (InputStream in = new BufferedInputStream(registry.open(version, ModelRegistry.WEIGHTS), 1 << 20);
                HistogramNetwork network =
                        HistogramNetwork.read(in, version.card().pooling())) {
            golden.verify(network);
            try (OnnxFile onnx = OnnxFile.of(network, version.card(), golden, folder)) {
                return registry.add(version, ModelRegistry.ONNX, onnx.path());
            }
        }
    }

    /**
     * Publishes a version that was made elsewhere, with a {@code model.onnx} made here.
     *
     * @throws InvalidArchive if the weights are none of a network as the card says, or do not give the golden vectors
     */
    ModelVersion adopt(String model, UUID origin, ModelCard card, GoldenVectors golden, ArchivedFiles files)
            throws IOException {
        return onThreadOfEngine(() -> {
            try (InputStream in = files.open(ModelRegistry.WEIGHTS);
                    HistogramNetwork network = HistogramNetwork.read(in, card.pooling())) {
                golden.verify(network);
                try (OnnxFile onnx = OnnxFile.of(network, card, golden, folder)) {
                    Map<String, BlobStore.Content> contents = new TreeMap<>();
                    contents.put(ModelRegistry.WEIGHTS, files.content(ModelRegistry.WEIGHTS));
                    contents.put(ModelRegistry.GOLDEN, files.content(ModelRegistry.GOLDEN));
                    contents.put(ModelRegistry.ONNX, onnx::writeTo);
                    if (card.novelty() != null) {
                        contents.put(ModelRegistry.AUTOENCODER, files.content(ModelRegistry.AUTOENCODER));
                    }
                    return registry.publish(model, origin, card, contents);
                }
            } catch (InvalidWeights e) {
                throw new InvalidArchive(Reason.WEIGHTS_INVALID, ModelRegistry.WEIGHTS, String.valueOf(e.getMessage()));
            } catch (NotReproduced e) {
                throw new InvalidArchive(Reason.NOT_REPRODUCED, ModelRegistry.WEIGHTS, String.valueOf(e.getMessage()));
            }
        });
    }

    private GoldenVectors golden(ModelVersion version) throws IOException {
        try (InputStream in = registry.open(version, ModelRegistry.GOLDEN)) {
            return json.readValue(in.readAllBytes(), GoldenVectors.class);
        }
    }

    /**
     * Opens a version for ONNX Runtime, making its {@code model.onnx} where it has none.
     *
     * @throws FileDamaged if the file is not what was published
     * @throws NotReproduced if this runtime does not give the version's golden vectors
     */
    public OnnxModel open(ModelVersion version) throws IOException {
        ModelVersion complete = withOnnx(version);
        Path copy = Files.createTempFile(Files.createDirectories(folder), "open-", ".onnx");
        try {
            try (InputStream in = registry.open(complete, ModelRegistry.ONNX)) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            return verified(OnnxModel.open(copy), golden(complete));
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /**
     * What tells pictures that are unlike those a version learned from; null where it has no such thing.
     *
     * @throws FileDamaged if the file is not what was published
     * @throws InvalidWeights if this build cannot read it
     */
    public @Nullable Autoencoder autoencoder(ModelVersion version) throws IOException {
        if (version.card().novelty() == null) {
            return null;
        }
        try (InputStream in = registry.open(version, ModelRegistry.AUTOENCODER)) {
            return Autoencoder.read(in);
        }
    }

    private static OnnxModel verified(OnnxModel model, GoldenVectors golden) {
        try {
            golden.verify(model);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public void close() {
        exporting.shutdown();
    }
}
