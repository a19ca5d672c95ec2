package org.bubblegram.image;

/**
 * From pixels to the network's input: antialiased resize of the whole picture to a square, scaling to [0,1],
 * normalization by ImageNet's channel means and standard deviations.
 *
 * @param size side of the square in pixels, 32 to 1024
 */
public record Preprocessing(int size) {
    private static final float[] MEAN = {.485f, .456f, .406f};
    private static final float[] DEVIATION = {.229f, .224f, .225f};

    /** How many pixels of a JPEG made smaller while it is decoded must be left for one of the input, along each side. */
    private static final int LEAST_DETAIL = 2;

    public Preprocessing {
        if (size < 32 || size > 1024) {
            throw new IllegalArgumentException("size must be 32 to 1024 pixels, not " + size);
        }
    }

    /**
     * Names this very computation; part of every fingerprint, changed whenever a model could notice. Decoding large JPEGs
     * at a reduced size is no such change: it moves inputs by less than one of 255 steps in the mean, as decoders differ.
     */
    public String fingerprint() {
        return "v1:rgb:antialiased-squash:" + size + ":imagenet-normalized";
    }

    /** Returns size * size * 3 floats: rows, columns, channels (H, W, C). */
    public float[] apply(Pixels pixels) {
        return normalize(Resampling.resize(pixels, new ImageSize(size, size)));
    }

    /** The first part of {@link #apply}: returns (H, W, C), 0 to 255, from rows as {@link Resampling} takes them. */
    float[] resize(RgbRows rows, ImageSize source, int reduction) {
        return Resampling.resize(rows, source, reduction, new ImageSize(size, size));
    }

    /** The second part of {@link #apply}, in place. */
    float[] normalize(float[] input) {
        for (int i = 0; i < input.length; i += 3) {
            for (int c = 0; c < 3; c++) {
                input[i + c] = standardized(input[i + c] / 255, c);
            }
        }
        return input;
    }

    /** @param value 0 to 1 */
    private static float standardized(float value, int channel) {
        return (value - MEAN[channel]) / DEVIATION[channel];
    }

    /** The same input by another light, in place; returns it. */
    public float[] apply(float[] input, Lighting lighting) {
        for (int i = 0; i < input.length; i += 3) {
            for (int c = 0; c < 3; c++) {
                input[i + c] = input[i + c] * DEVIATION[c] + MEAN[c];
            }
        }
        lighting.apply(input);
        for (int i = 0; i < input.length; i++) {
            input[i] = standardized(input[i], i % 3);
        }
        return input;
    }

    /** How far a JPEG of this size may be reduced while it is decoded: 8, 4, 2, or 1 where it is not large enough. */
    int reduction(ImageSize source) {
        int reduction = 8;
        while (reduction > 1 && Math.min(source.width(), source.height()) / reduction < LEAST_DETAIL * size) {
            reduction /= 2;
        }
        return reduction;
    }

    /** The same input seen another way; {@code input} is not changed. */
    public float[] apply(float[] input, View view) {
        if (input.length != 3 * size * size) {
            throw new IllegalArgumentException(input.length + " floats are no input of side " + size);
        }
        ImageSize square = new ImageSize(size, size);
        float[] seen = new float[input.length];
        for (int y = 0, from = 0; y < size; y++) {
            for (int x = 0; x < size; x++, from += 3) {
                int to = 3 * view.indexOf(x, y, square);
                seen[to] = input[from];
                seen[to + 1] = input[from + 1];
                seen[to + 2] = input[from + 2];
            }
        }
        return seen;
    }
}
