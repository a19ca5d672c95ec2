package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Split;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.BackboneSettings;
import org.bubblegram.network.Backbones;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.InvalidWeights;
import org.bubblegram.network.UnknownBackbone;
import org.bubblegram.network.Weights;

/**
 * The network that training starts from. Stored with the checkpoints, so that a run that goes on starts from the same even
 * where the backbone has changed; made again where the stored one is not whole.
 */
final class InitialNetwork {
    private static final String FILE = "initial.safetensors";
    // batch statistics settle within a few dozen pictures: each place of a feature map is an observation
    private static final int STATISTICS_IMAGES = 64;
    private static final double LEAST_VARIANCE = 1e-12;

    private final Backbones backbones;
    private final TrainingCache cache;

    InitialNetwork(Backbones backbones, TrainingCache cache) {
        this.backbones = backbones;
        this.cache = cache;
    }

    HistogramNetwork of(Material material) throws IOException {
        TrainingRun run = material.run();
        Optional<Weights> stored = run.checkpoints().readAlone(FILE);
        if (stored.isPresent()) {
            return HistogramNetwork.of(stored.get(), run.spec().head().options());
        }
        try (Backbone backbone = backbone(material)) {
            int bins = run.dataset().bins().count();
            HistogramNetwork network = HistogramNetwork.of(
                    backbone, run.spec().head().options(), bins, run.spec().seed());
            try {
                if (run.spec().head().options().standardize()) {
                    standardize(network, material);
                }
                run.checkpoints().writeAlone(FILE, network.weights());
                return network;
            } catch (IOException | RuntimeException e) {
                network.close();
                throw e;
            }
        }
    }

    /** What the spec names may have been taken from the configuration since it was queued. */
    private String resolve(TrainingSpec spec) {
        try {
            return backbones.resolve(spec.backbone().weights());
        } catch (UnknownBackbone e) {
            throw new TrainingFailure("unknown_backbone", String.valueOf(e.getMessage()));
        }
    }

    /** What lies below the head; stored nowhere. */
    Backbone backbone(Material material) throws IOException {
        String name = resolve(material.spec());
        if (name.equals(BackboneSettings.NONE)) {
            Backbone backbone = Backbone.random(material.spec().seed());
            estimateStatistics(backbone, material);
            return backbone;
        }
        TrainingListener listener = material.run().listener();
        Backbones.Progress progress = (bytes, total) -> {
            if (material.run().cancelled().getAsBoolean()) {
                throw new TrainingCancelled();
            }
            String message = "Backbone %s: %d of %d bytes downloaded".formatted(name, bytes, total);
            listener.onNotice("backbone_download", message);
        };
        try (InputStream in = Files.newInputStream(backbones.file(name, progress))) {
            return Backbone.read(in);
        } catch (InvalidWeights e) {
            throw new TrainingFailure("invalid_weights", "Backbone " + name + ": " + e.getMessage());
        } catch (IOException e) {
            throw new TrainingFailure("backbone_unavailable", "Backbone " + name + " cannot be read: " + e);
        }
    }

    /** From pictures spread evenly over the training split. */
    private static void estimateStatistics(Backbone backbone, Material material) throws IOException {
        ImageBatches images = material.images(Split.TRAIN);
        Consumer<NDArray> estimate = backbone.estimateStatistics();
        for (int[] batch : statisticsBatches(material.samples(Split.TRAIN).size())) {
            if (material.run().cancelled().getAsBoolean()) {
                throw new TrainingCancelled();
            }
            try (NDManager manager = TensorEngine.newManager()) {
                estimate.accept(images.images(manager, 0, batch));
            }
        }
    }

    /**
     * Examples spread evenly over the samples, in batches of even size: a picture alone, which may be one place large at the
     * top, has no variance. A single sample is seen two ways.
     */
    static List<int[]> statisticsBatches(int samples) {
        int[] all = samples == 1 ? Example.inOrder(1, 2) : Example.upright(samples);
        int count = Math.min(STATISTICS_IMAGES, all.length);
        int[] chosen =
                IntStream.range(0, count).map(i -> all[i * all.length / count]).toArray();
        int batches = (count + FrozenPart.PICTURES_AT_ONCE - 1) / FrozenPart.PICTURES_AT_ONCE;
        return IntStream.range(0, batches)
                .mapToObj(i -> Arrays.copyOfRange(chosen, i * count / batches, (i + 1) * count / batches))
                .toList();
    }

    /** By mean and deviation of each feature over the training split, seen upright. */
    private void standardize(HistogramNetwork network, Material material) throws IOException {
        int[] upright = Example.upright(material.samples(Split.TRAIN).size());
        double[] sums = new double[HistogramNetwork.FEATURES];
        double[] squares = new double[HistogramNetwork.FEATURES];
        try (FrozenPart frozen = new FrozenPart(
                        network, Depth.HEAD, material.spec().input().size());
                Rows rows = material.activations(cache, frozen)) {
            var batches = new ActivationBatches(
                    material.images(Split.TRAIN),
                    frozen,
                    rows,
                    1,
                    material.run().cancelled());
            batches.compute(upright, done -> {});
            for (int example : upright) {
                float[] features = batches.row(example);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += features[i];
                    squares[i] += features[i] * (double) features[i];
                }
            }
        }
        network.head().standardize(means(sums, upright.length), deviations(sums, squares, upright.length));
    }

    private static float[] means(double[] sums, int n) {
        float[] means = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            means[i] = (float) (sums[i] / n);
        }
        return means;
    }

    /** 1 where a feature never varies: it is left as it is, less its mean. */
    private static float[] deviations(double[] sums, double[] squares, int n) {
        float[] deviations = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            double mean = sums[i] / n;
            double variance = squares[i] / n - mean * mean;
            deviations[i] = variance > LEAST_VARIANCE ? (float) Math.sqrt(variance) : 1;
        }
        return deviations;
    }
}
