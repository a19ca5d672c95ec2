package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.image.Preprocessing;

/** Pictures of 32x32 that are stored already, and batches of them. */
final class StoredPictures {
    static final Preprocessing PREPROCESSING = new Preprocessing(32);
    static final int FLOATS = 3 * 32 * 32;

    private StoredPictures() {}

    /** Those of samples 0, 1, ... */
    static Rows of(Path folder, List<float[]> pictures) throws IOException {
        Rows rows = new Rows(folder.resolve("pictures"), FLOATS);
        for (int sample = 0; sample < pictures.size(); sample++) {
            rows.write(sample, pictures.get(sample));
        }
        return rows;
    }

    /** Of samples that weigh 1. */
    static ImageBatches images(Rows pictures, List<double[]> targets) {
        return images(pictures, targets, Collections.nCopies(targets.size(), 1.0));
    }

    /**
     * @param targets of samples 0, 1, ...; the centres of their bins are 1, 2, ...
     * @param weights likewise
     */
    @SuppressWarnings("NullAway") // every picture is there, so none is loaded
    static ImageBatches images(Rows pictures, List<double[]> targets, List<Double> weights) {
        List<Sample> samples = IntStream.range(0, targets.size())
                .mapToObj(i ->
                        new Sample(i, "i" + i, null, null, new Target(targets.get(i)), weights.get(i), null, "b", 1, 1))
                .toList();
        double[] centres =
                IntStream.rangeClosed(1, targets.get(0).length).asDoubleStream().toArray();
        return new ImageBatches(new Labels(samples, centres), new SampleInputs(null, null, PREPROCESSING), pictures);
    }

    /** A batch, one row an example; inputs as rows, columns, channels. */
    record Loaded(List<float[]> inputs, List<float[]> targets, List<float[]> known, List<Float> weights) {}

    static Loaded load(Batches batches, int epoch, int[] examples) throws IOException {
        try (NDManager manager = TensorEngine.newManager()) {
            Batches.Batch batch = batches.load(manager, epoch, examples);
            return new Loaded(
                    rows(batch.inputs().transpose(0, 2, 3, 1)), // (B, C, H, W) -> (B, H, W, C)
                    rows(batch.targets().fractions()), // (B, K)
                    rows(batch.targets().known()), // (B, K)
                    rows(batch.weights()).stream().map(row -> row[0]).toList()); // (B)
        }
    }

    private static List<float[]> rows(NDArray tensor) {
        float[] all = tensor.toFloatArray();
        int count = (int) tensor.getShape().get(0);
        int length = all.length / count;
        return IntStream.range(0, count)
                .mapToObj(row -> Arrays.copyOfRange(all, row * length, (row + 1) * length))
                .toList();
    }
}
