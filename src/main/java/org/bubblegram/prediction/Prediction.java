package org.bubblegram.prediction;

import java.util.List;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.image.ImageSize;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one photograph.
 *
 * @param model reference of the version that answered, {@code froth@3}
 * @param histogram the most plausible one; its fractions need not lie within the intervals, but mostly do
 * @param intervals null where the version cannot tell
 * @param novelty null where the version cannot tell
 * @param image upright, in pixels
 * @param warnings of the decoder and of the comparison with the training data, stable codes with text
 */
public record Prediction(
        String model,
        Histogram histogram,
        @Nullable Intervals intervals,
        @Nullable Novelty novelty,
        ImageSize image,
        List<String> warnings) {
    /** The mean histogram of several answers of one model: every photograph counts the same. */
    public static Histogram pool(List<Prediction> predictions) {
        Histogram first = predictions.get(0).histogram();
        double[] mean = new double[first.bins().count()];
        for (Prediction prediction : predictions) {
            for (int bin = 0; bin < mean.length; bin++) {
                mean[bin] += prediction.histogram().fraction(bin) / predictions.size();
            }
        }
        return Histogram.of(first.bins(), first.basis(), mean);
    }
}
