package org.bubblegram.prediction;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.image.ImageSize;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.Autoencoder;
import org.jspecify.annotations.Nullable;

/**
 * A version in memory, ready to answer.
 *
 * @param bytes that it takes, about
 * @param familiarity null where the version does not tell unlike pictures
 * @param pictures size of the training pictures where they were all of one size
 */
record LoadedModel(
        String reference,
        OnnxModel network,
        long bytes,
        SizeBins bins,
        Basis basis,
        Activation activation,
        Preprocessing preprocessing,
        @Nullable Familiarity familiarity,
        @Nullable ImageSize pictures)
        implements AutoCloseable {
    /** The autoencoder of what was learned from, and the error beyond which a picture is unlike it. */
    record Familiarity(Autoencoder autoencoder, double threshold) {
        Novelty of(float[] features) {
            return new Novelty(autoencoder.error(features), threshold);
        }
    }

    /**
     * @param intervals where the version knows how sure it is
     * @param novelty null where the version does not tell
     * @param logits (K)
     * @param features (F)
     */
    @SuppressWarnings("ArrayRecordComponent") // numbers on their way, never compared
    record Answer(
            Histogram histogram,
            @Nullable Intervals intervals,
            @Nullable Novelty novelty,
            float[] logits,
            float[] features) {}

    /** Answers preprocessed pictures of one size. */
    List<Answer> answer(List<Picture.Input> inputs) {
        ImageSize size = inputs.get(0).size();
        List<FloatBuffer> pictures = inputs.stream().map(Picture.Input::values).toList();
        OnnxModel.Answer answer = network.run(pictures, size.height(), size.width());
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> answer(answer, i))
                .toList();
    }

    private Answer answer(OnnxModel.Answer answer, int i) {
        double[] logits = widened(answer.logits()[i]);
        float @Nullable [][] variances = answer.variances();
        return new Answer(
                Histogram.of(bins, basis, activation.apply(logits)),
                variances == null ? null : new Spread(activation, bins, basis).intervals(logits, widened(variances[i])),
                familiarity == null ? null : familiarity.of(answer.features()[i]),
                answer.logits()[i],
                answer.features()[i]);
    }

    /** What differs between a picture and those the model learned from, so that its sizes may be wrong. */
    List<String> doubts(ImageSize image) {
        if (pictures == null || pictures.equals(image) || bins.unit() == SizeUnit.PERCENT_OF_WIDTH) {
            return List.of();
        }
        return List.of("image_size_differs: the model learned sizes in "
                + bins.unit().symbol() + " from pictures of " + pictures.width() + "x" + pictures.height() + " pixels");
    }

    private static double[] widened(float[] row) {
        double[] wide = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            wide[i] = row[i];
        }
        return wide;
    }

    @Override
    public void close() {
        network.close();
    }
}
