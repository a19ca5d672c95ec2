package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.View;
import org.bubblegram.loss.Targets;
import org.bubblegram.network.HistogramNetwork;

/** Features of N samples held in memory, V views of each, and their labels: row sample * V + view. */
final class FeatureTable implements AutoCloseable {
    private static final int FEATURES = HistogramNetwork.FEATURES;
    private static final int ALL_VIEWS = View.values().length;

    /** Above this, some views are left out: 8,192 samples keep all eight. */
    private static final long MOST_BYTES = 512L << 20;

    private final NDManager manager = TensorEngine.newManager();
    private final int views;
    private final NDArray features; // (N * V, 2048)
    private final Targets targets; // (N * V, K)
    private final NDArray weights; // (N * V)

    private FeatureTable(Labels labels, int views, ByteBuffer all) {
        List<Sample> samples = labels.samples();
        this.views = views;
        this.features = manager.create(all, new Shape((long) samples.size() * views, FEATURES), DataType.FLOAT32);
        List<double[]> fractions = samples.stream()
                .flatMap(sample -> Collections.nCopies(views, sample.target().fractions()).stream())
                .toList();
        this.targets = Targets.of(manager, fractions, labels.centres());
        float[] weight = new float[samples.size() * views];
        for (int row = 0; row < weight.length; row++) {
            weight[row] = (float) samples.get(row / views).weight();
        }
        this.weights = manager.create(weight);
    }

    /**
     * @param rows by the sample's id, 2048 floats a view
     * @throws TrainingFailure if not even one view of each fits
     */
    static FeatureTable read(Labels labels, Rows rows) throws IOException {
        int views = views(labels.samples().size());
        return new FeatureTable(labels, views, read(labels.samples(), views, rows));
    }

    /**
     * Bytes at the peak: while the engine copies what was read from disk.
     *
     * @throws TrainingFailure if not even one view of each fits
     */
    static long bytes(int samples) {
        return 2L * 4 * FEATURES * views(samples) * samples;
    }

    private static int views(int samples) {
        long oneView = 4L * FEATURES * samples;
        if (oneView > Integer.MAX_VALUE) {
            throw new TrainingFailure("too_many_samples", "The features of " + samples + " samples are too many");
        }
        return Math.max(1, Math.toIntExact(Math.min(ALL_VIEWS, MOST_BYTES / oneView)));
    }

    private static ByteBuffer read(List<Sample> samples, int views, Rows rows) throws IOException {
        float[] sample = new float[views * FEATURES];
        ByteBuffer all =
                ByteBuffer.allocateDirect(4 * sample.length * samples.size()).order(ByteOrder.nativeOrder());
        for (int i = 0; i < samples.size(); i++) {
            for (int view = 0; view < views; view++) {
                rows.read(Example.of(samples.get(i).id(), view), 0, sample, view * FEATURES, FEATURES);
            }
            all.asFloatBuffer().put(i * sample.length, sample);
        }
        return all;
    }

    /** Rows of some samples upright, in their order. */
    int[] upright(int[] samples) {
        return Arrays.stream(samples).map(sample -> sample * views).toArray();
    }

    /** Rows of every view of some samples, in an order that depends on seed and epoch alone. */
    int[] shuffled(int[] samples, long seed, int epoch) {
        return Arrays.stream(Example.everyView(samples.length, views, seed, epoch))
                .filter(example -> Example.viewIndex(example) < views)
                .map(example -> samples[Example.sample(example)] * views + Example.viewIndex(example))
                .toArray();
    }

    /** Copies B rows: inputs (B, 2048), targets (B, K), weights (B). */
    Batches.Batch batch(int[] rows) {
        NDIndex index = new NDIndex(
                "{}", manager.create(Arrays.stream(rows).asLongStream().toArray()));
        Targets chosen =
                new Targets(targets.fractions().get(index), targets.known().get(index), targets.centres());
        return new Batches.Batch(features.get(index), chosen, weights.get(index));
    }

    @Override
    public void close() {
        manager.close();
    }
}
