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

    public Preprocessing {
        if (size < 32 || size > 1024) {
            throw new IllegalArgumentException("size must be 32 to 1024 pixels, not " + size);
        }
    }

    /** Names this very computation; part of every fingerprint, changed whenever a pixel could change. */
    public String fingerprint() {
        return "v1:rgb:antialiased-squash:" + size + ":imagenet-normalized";
    }

    /** Returns size * size * 3 floats: rows, columns, channels (H, W, C). */
    public float[] apply(Pixels pixels) {
        float[] input = Resampling.resize(pixels, new ImageSize(size, size)); // (H, W, C), 0 to 255
        for (int i = 0; i < input.length; i++) {
            int c = i % 3;
            input[i] = (input[i] / 255 - MEAN[c]) / DEVIATION[c];
        }
        return input;
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
