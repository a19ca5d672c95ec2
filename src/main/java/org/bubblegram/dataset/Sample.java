package org.bubblegram.dataset;

import org.jspecify.annotations.Nullable;

/**
 * An image with its target histogram.
 *
 * @param id position in the data set, from 0
 * @param image file name as in labels.csv
 * @param group samples of one group stay in one split; null where each sample is its own
 * @param split as labels.csv assigned it, or null
 * @param target what is known of its histogram
 * @param weight how much the sample counts, from {@link #LEAST_WEIGHT} to {@link #MOST_WEIGHT}; 1 by default
 * @param pixelSize size of a pixel in the data set's unit, or null
 * @param blob key of the image's bytes in the store
 * @param width upright, in pixels
 * @param height upright, in pixels
 */
public record Sample(
        int id,
        String image,
        @Nullable String group,
        @Nullable Split split,
        Target target,
        double weight,
        @Nullable Double pixelSize,
        String blob,
        int width,
        int height) {
    /** Learning counts in floats, in which much smaller weights would vanish beside others, or be 0. */
    public static final double LEAST_WEIGHT = 1e-6;

    public static final double MOST_WEIGHT = 1e6;

    /** The same sample in another part. */
    public Sample in(@Nullable Split other) {
        return new Sample(id, image, group, other, target, weight, pixelSize, blob, width, height);
    }
}
