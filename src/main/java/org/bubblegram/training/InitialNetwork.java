package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Split;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.BackboneSettings;
import org.bubblegram.network.Backbones;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.network.Weights;

/** The network that training starts from. Stored with the checkpoints, so that a run that goes on starts from the same. */
final class InitialNetwork {
    private static final String FILE = "initial.safetensors";
    // batch statistics settle within a few dozen pictures: each place of a feature map is an observation
    private static final int STATISTICS_IMAGES = 64;
    private static final int STATISTICS_BATCH = 16;

    private final Backbones backbones;

    InitialNetwork(Backbones backbones) {
        this.backbones = backbones;
    }

    HistogramNetwork of(Material material) throws IOException {
        TrainingRun run = material.run();
        Optional<Weights> stored = run.checkpoints().read(FILE);
        if (stored.isPresent()) {
            return HistogramNetwork.of(stored.get(), run.spec().head().pooling());
        }
        try (Backbone backbone = backbone(material)) {
            int bins = run.dataset().bins().count();
            HistogramNetwork network = HistogramNetwork.of(
                    backbone, run.spec().head().pooling(), bins, run.spec().seed());
            run.checkpoints().write(FILE, network.weights());
            return network;
        }
    }

    private Backbone backbone(Material material) throws IOException {
        String name = backbones.resolve(material.spec().backbone().weights());
        if (name.equals(BackboneSettings.NONE)) {
            Backbone backbone = Backbone.random(material.spec().seed());
            backbone.estimateStatistics(someTrainingImages(material));
            return backbone;
        }
        TrainingListener listener = material.run().listener();
        Backbones.Progress progress = (bytes, total) -> listener.onNotice(
                "backbone_download", "Backbone %s: %d of %d bytes downloaded".formatted(name, bytes, total));
        try (InputStream in = Files.newInputStream(backbones.file(name, progress))) {
            return Backbone.read(in);
        } catch (InvalidWeights e) {
            throw new TrainingFailure("invalid_weights", "Backbone " + name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new TrainingFailure("backbone_unavailable", "Backbone " + name + " cannot be read: " + e);
        }
    }

    /** Batches spread evenly over the training split; each is freed when the next one is taken. */
    private static Iterable<NDArray> someTrainingImages(Material material) {
        ImageBatches images = material.images(Split.TRAIN);
        int count = Math.min(STATISTICS_IMAGES, images.samples());
        int[] upright = Example.upright(images.samples());
        int[] chosen = IntStream.range(0, count)
                .map(i -> upright[(int) ((long) i * images.samples() / count)])
                .toArray();
        return () -> new Iterator<>() {
            private int at;
            private NDManager manager = TensorEngine.newManager();

            @Override
            public boolean hasNext() {
                if (at >= chosen.length) {
                    manager.close();
                }
                return at < chosen.length;
            }

            @Override
            public NDArray next() {
                manager.close();
                manager = TensorEngine.newManager();
                int to = Math.min(at + STATISTICS_BATCH, chosen.length);
                int[] batch = Arrays.copyOfRange(chosen, at, to);
                at = to;
                try {
                    return images.images(manager, batch);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
