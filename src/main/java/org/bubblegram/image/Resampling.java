package org.bubblegram.image;

import java.util.Arrays;

/**
 * Resizing by a triangle filter that widens with the reduction, so that nothing aliases: what Pillow calls BILINEAR and
 * torchvision {@code antialias=True}, but rounded only once, at the end, by whoever wants bytes.
 */
final class Resampling {
    private Resampling() {}

    /**
     * Returns height * width * 3 floats (H, W, C), 0 to 255. Beside them only two rows as wide as the source are held,
     * however high the result is.
     */
    static float[] resize(Pixels pixels, ImageSize size) {
        Taps rows = Taps.of(pixels.height(), size.height());
        Taps columns = Taps.of(pixels.width(), size.width());
        float[] result = new float[Math.toIntExact(3 * size.pixels())]; // (H, W, C)
        float[] sum = new float[3 * pixels.width()]; // (source width, C)
        float[] row = new float[sum.length];
        for (int y = 0; y < size.height(); y++) {
            squashRows(pixels, rows.first[y], rows.weights[y], sum, row);
            squashColumns(sum, columns, result, 3 * y * size.width());
        }
        return result;
    }

    /** Height first: neighbours in memory are then summed with one weight, which the compiler vectorizes. */
    private static void squashRows(Pixels pixels, int first, float[] weights, float[] sum, float[] row) {
        Arrays.fill(sum, 0);
        for (int k = 0; k < weights.length; k++) {
            load(pixels.rgb(), (first + k) * row.length, row);
            addScaled(sum, row, weights[k]);
        }
    }

    private static void load(byte[] bytes, int from, float[] row) {
        for (int i = 0; i < row.length; i++) {
            row[i] = bytes[from + i] & 0xff;
        }
    }

    private static void addScaled(float[] sum, float[] row, float weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * row[i];
        }
    }

    private static void squashColumns(float[] row, Taps taps, float[] result, int start) {
        for (int out = 0, to = start; out < taps.count(); out++, to += 3) {
            int from = 3 * taps.first[out];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : taps.weights[out]) {
                red += weight * row[from];
                green += weight * row[from + 1];
                blue += weight * row[from + 2];
                from += 3;
            }
            result[to] = red;
            result[to + 1] = green;
            result[to + 2] = blue;
        }
    }

    /** For each output pixel of one axis: the first source pixel it reads, and the weights, which sum to 1. */
    private static final class Taps {
        private final int[] first;
        private final float[][] weights;

        private Taps(int count) {
            first = new int[count];
            weights = new float[count][];
        }

        int count() {
            return first.length;
        }

        static Taps of(int source, int target) {
            Taps taps = new Taps(target);
            double scale = (double) source / target;
            double support = Math.max(1, scale);
            for (int out = 0; out < target; out++) {
                double centre = (out + 0.5) * scale;
                int first = (int) Math.max(0, centre - support + 0.5);
                int end = (int) Math.min(source, centre + support + 0.5);
                taps.first[out] = first;
                taps.weights[out] = triangle(centre - first - 0.5, support, end - first);
            }
            return taps;
        }

        private static float[] triangle(double centre, double support, int count) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += Math.max(0, 1 - Math.abs(k - centre) / support);
            }
            float[] weights = new float[count];
            for (int k = 0; k < count; k++) {
                weights[k] = (float) (Math.max(0, 1 - Math.abs(k - centre) / support) / sum);
            }
            return weights;
        }
    }
}
