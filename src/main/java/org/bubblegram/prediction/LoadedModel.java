package org.bubblegram.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Head;
import org.bubblegram.network.HistogramNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A version in memory, ready to answer.
 *
 * @param pictures size of the training pictures where they were all of one size
 */
record LoadedModel(
        String reference,
        HistogramNetwork network,
        SizeBins bins,
        Basis basis,
        Activation activation,
        Preprocessing preprocessing,
        @Nullable ImageSize pictures)
        implements AutoCloseable {
    /** @param intervals where the version knows how sure it is */
    record Answer(Histogram histogram, @Nullable Intervals intervals) {}

    /** Answers a batch of preprocessed pictures. Only on a thread of the engine's. */
    List<Answer> answer(List<FloatBuffer> inputs) {
        int size = preprocessing.size();
        FloatBuffer batch = FloatBuffer.allocate(inputs.size() * size * size * 3);
        inputs.forEach(input -> batch.put(input.duplicate()));
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray images = manager.create(batch.rewind(), new Shape(inputs.size(), size, size, 3)) // (B, H, W, 3)
                    .transpose(0, 3, 1, 2); // (B, 3, H, W), channels last in memory
            return answer(network.features(images)); // (B, 2048)
        }
    }

    private List<Answer> answer(NDArray features) {
        Head head = network.head();
        double[][] logits = rows(head.logits(features)); // (B, K)
        double[][] variances = head.options().variational() == null ? null : rows(head.variances(features)); // (B, K)
        return IntStream.range(0, logits.length)
                .mapToObj(i -> answer(logits[i], variances == null ? null : variances[i]))
                .toList();
    }

    private Answer answer(double[] logits, double @Nullable [] variances) {
        return new Answer(
                Histogram.of(bins, basis, activation.apply(logits)),
                variances == null ? null : new Spread(activation, bins, basis).intervals(logits, variances));
    }

    /** What differs between a picture and those the model learned from, so that its sizes may be wrong. */
    List<String> doubts(ImageSize image) {
        if (pictures == null || pictures.equals(image) || bins.unit() == SizeUnit.PERCENT_OF_WIDTH) {
            return List.of();
        }
        return List.of("image_size_differs: the model learned sizes in "
                + bins.unit().symbol() + " from pictures of " + pictures.width() + "x" + pictures.height() + " pixels");
    }

    /** (B, K) as arrays. */
    private static double[][] rows(NDArray matrix) {
        float[] values = matrix.toFloatArray();
        int columns = (int) matrix.getShape().get(1);
        double[][] rows = new double[values.length / columns][columns];
        for (int i = 0; i < values.length; i++) {
            rows[i / columns][i % columns] = values[i];
        }
        return rows;
    }

    long bytes() {
        return 100L << 20;
    }

    @Override
    public void close() {
        network.close();
    }
}
