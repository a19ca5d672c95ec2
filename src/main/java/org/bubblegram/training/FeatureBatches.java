package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import org.bubblegram.network.HistogramNetwork;

/** Batches of features that a frozen backbone gave, (B, 2048). */
final class FeatureBatches implements Batches {
    private static final int FEATURES = HistogramNetwork.FEATURES;

    private final Labels labels;
    private final Rows rows;

    /** @param rows by the sample's id, 2048 floats a view, one after the other */
    FeatureBatches(Labels labels, Rows rows) {
        this.labels = labels;
        this.rows = rows;
    }

    @Override
    public int samples() {
        return labels.samples().size();
    }

    @Override
    public Batch load(NDManager manager, int[] examples) throws IOException {
        float[] batch = new float[examples.length * FEATURES];
        for (int i = 0; i < examples.length; i++) {
            int id = labels.samples().get(Example.sample(examples[i])).id();
            rows.read(id, Example.viewIndex(examples[i]) * FEATURES, batch, i * FEATURES, FEATURES);
        }
        NDArray features = manager.create(batch, new Shape(examples.length, FEATURES));
        return labels.batch(manager, features, examples);
    }
}
