package org.bubblegram.image;

import org.jspecify.annotations.Nullable;

/** The basis of JPEG's cosine transform, for blocks of fewer than 8x8 samples too. Source: ITU-T T.81, A.3.3. */
final class CosineWaves {
    private CosineWaves() {}

    /**
     * Returns what one quantization step of each coefficient adds to each sample, 64 waves in zigzag order, each
     * (height, width); null for waves that are too short for so few samples, and 16 times more at the end.
     *
     * @param width samples of a block across, 1, 2, 4 or 8
     * @param quantization 64 steps in zigzag order
     */
    static float[] @Nullable [] of(int width, int height, int[] quantization) {
        float[] @Nullable [] waves = new float[64 + 16][];
        int u = 0;
        int v = 0;
        for (int k = 0; k < 64; k++) {
            if (u < width && v < height) {
                waves[k] = wave(u, v, width, height, quantization[k]);
            }
            boolean up = (u + v) % 2 == 0; // zigzag: one diagonal after another, turning at the edges
            if (up) {
                v += u == 7 ? 1 : v == 0 ? 0 : -1;
                u += u == 7 ? 0 : 1;
            } else {
                u += v == 7 ? 1 : u == 0 ? 0 : -1;
                v += v == 7 ? 0 : 1;
            }
        }
        return waves;
    }

    private static float[] wave(int u, int v, int width, int height, int step) {
        float[] wave = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                wave[y * width + x] = (float) (step * amplitude(u, x, width) * amplitude(v, y, height));
            }
        }
        return wave;
    }

    private static double amplitude(int frequency, int at, int samples) {
        return frequency == 0 ? Math.sqrt(0.125) : 0.5 * Math.cos((2 * at + 1) * frequency * Math.PI / (2 * samples));
    }
}
