package org.bubblegram.image;

/**
 * Resizing by a triangle filter that widens with the reduction, so that nothing aliases: what Pillow calls BILINEAR and
 * torchvision {@code antialias=True}, but rounded only once, at the end, by whoever wants bytes.
 */
final class Resampling {
    private Resampling() {}

    /** Returns height * width * 3 floats (H, W, C), 0 to 255. */
    static float[] resize(Pixels pixels, ImageSize target) {
        return resize(RgbRows.of(pixels), new ImageSize(pixels.width(), pixels.height()), 1, target);
    }

    /**
     * Returns height * width * 3 floats (H, W, C), 0 to 255. The rows are read once, in their order; beside the result
     * only one of them is held.
     *
     * @param rows of a picture that was made smaller already
     * @param source size before that
     * @param reduction how many pixels of the source one of the rows' is wide and high; an incomplete one is left away
     */
    static float[] resize(RgbRows rows, ImageSize source, int reduction, ImageSize target) {
        Taps down = Taps.of(source.height(), reduction, target.height());
        Taps across = Taps.of(source.width(), reduction, target.width());
        float[] result = new float[Math.toIntExact(3 * target.pixels())]; // (H, W, C)
        byte[] rgb = new byte[3 * (source.width() / reduction)]; // (source width, C)
        float[] squashed = new float[3 * target.width()]; // (W, C)
        int first = 0;
        for (int y = 0; y < source.height() / reduction; y++) {
            rows.read(y, rgb);
            squash(rgb, across, squashed);
            while (first < down.count() && down.end(first) <= y) {
                first++;
            }
            for (int to = first; to < down.count() && down.first[to] <= y; to++) {
                addScaled(result, to * squashed.length, squashed, down.weights[to][y - down.first[to]]);
            }
        }
        return result;
    }

    private static void addScaled(float[] sum, int start, float[] row, float weight) {
        for (int i = 0; i < row.length; i++) {
            sum[start + i] += weight * row[i];
        }
    }

    private static void squash(byte[] rgb, Taps taps, float[] squashed) {
        for (int out = 0, to = 0; out < taps.count(); out++, to += 3) {
            int from = 3 * taps.first[out];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : taps.weights[out]) {
                red += weight * (rgb[from] & 0xff);
                green += weight * (rgb[from + 1] & 0xff);
                blue += weight * (rgb[from + 2] & 0xff);
                from += 3;
            }
            squashed[to] = red;
            squashed[to + 1] = green;
            squashed[to + 2] = blue;
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

        int end(int out) {
            return first[out] + weights[out].length;
        }

        static Taps of(int source, int reduction, int target) {
            Taps taps = new Taps(target);
            int pixels = source / reduction;
            double scale = (double) source / reduction / target;
            double support = Math.max(1, scale);
            for (int out = 0; out < target; out++) {
                double centre = (out + 0.5) * scale;
                int first = (int) Math.max(0, centre - support + 0.5);
                int end = (int) Math.min(pixels, centre + support + 0.5);
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
