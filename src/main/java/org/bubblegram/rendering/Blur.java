package org.bubblegram.rendering;

/** Gaussian blur of a square, rows then columns; nothing lies outside it. */
final class Blur {
    private final float[] weights; // from the centre outwards

    /** @param deviation in pixels; 0 blurs nothing */
    Blur(double deviation) {
        weights = new float[(int) Math.ceil(3 * deviation) + 1];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = k == 0 ? 1 : (float) StrictMath.exp(-k * k / (2 * deviation * deviation));
            sum += k == 0 ? 1 : 2 * weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= (float) sum;
        }
    }

    void apply(float[] square, int side) {
        for (int line = 0; line < side; line++) {
            blurLine(square, side, line * side, 1);
        }
        for (int line = 0; line < side; line++) {
            blurLine(square, side, line, side);
        }
    }

    private void blurLine(float[] square, int side, int start, int step) {
        float[] line = new float[side];
        for (int i = 0; i < side; i++) {
            line[i] = square[start + i * step];
        }
        for (int i = 0; i < side; i++) {
            float sum = weights[0] * line[i];
            for (int k = 1; k < weights.length; k++) {
                float before = i >= k ? line[i - k] : 0;
                float after = i + k < side ? line[i + k] : 0;
                sum += weights[k] * (before + after);
            }
            square[start + i * step] = sum;
        }
    }
}
