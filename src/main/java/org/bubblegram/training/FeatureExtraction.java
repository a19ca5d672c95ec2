package org.bubblegram.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.View;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.training.TrainingLoop.Environment;

/** Runs a frozen backbone over samples and keeps the features: all views of those learned from, one of the others. */
final class FeatureExtraction {
    private static final int VIEWS = View.values().length;
    private static final int BATCH = 8;

    private final Material material;
    private final HistogramNetwork network;
    private final Environment environment;
    private int done;
    private int total;

    FeatureExtraction(Material material, HistogramNetwork network, Environment environment) {
        this.material = material;
        this.network = network;
        this.environment = environment;
    }

    /** Computes what the rows, by the sample's id, do not hold yet. */
    void into(Rows learned, Rows heldOut) throws IOException {
        total = VIEWS * material.samples(Split.TRAIN).size()
                + material.samples(Split.VALIDATION).size()
                + material.samples(Split.TEST).size();
        environment.listener().onFeatures(0, total);
        extract(Split.TRAIN, learned, VIEWS);
        extract(Split.VALIDATION, heldOut, 1);
        extract(Split.TEST, heldOut, 1);
    }

    private void extract(Split split, Rows rows, int views) throws IOException {
        List<Sample> samples = material.samples(split);
        int[] missing = IntStream.range(0, samples.size())
                .filter(i -> !rows.has(samples.get(i).id()))
                .toArray();
        advance((samples.size() - missing.length) * views);
        ImageBatches images = material.images(split);
        int samplesAtOnce = BATCH / views;
        for (int from = 0; from < missing.length; from += samplesAtOnce) {
            int[] batch = Arrays.copyOfRange(missing, from, Math.min(from + samplesAtOnce, missing.length));
            float[] features = features(images, examples(batch, views));
            for (int i = 0; i < batch.length; i++) {
                int length = views * HistogramNetwork.FEATURES;
                rows.write(samples.get(batch[i]).id(), Arrays.copyOfRange(features, i * length, (i + 1) * length));
            }
            advance(batch.length * views);
        }
    }

    private static int[] examples(int[] samples, int views) {
        return Arrays.stream(samples)
                .flatMap(sample -> IntStream.range(0, views).map(view -> Example.of(sample, view)))
                .toArray();
    }

    /** (B, 2048), row after row. */
    private float[] features(ImageBatches images, int[] examples) throws IOException {
        if (environment.cancelled().getAsBoolean()) {
            throw new TrainingCancelled();
        }
        try (NDManager manager = TensorEngine.newManager()) {
            return network.features(images.images(manager, examples)).toFloatArray();
        }
    }

    private void advance(int views) {
        done += views;
        environment.listener().onFeatures(done, total);
    }
}
