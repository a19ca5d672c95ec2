package org.bubblegram.benchmark;

import java.util.Arrays;
import java.util.Locale;

/** Arithmetic and spelling of figures. */
final class Figures {
    /** Of ResNet50 v1.5 at 224 x 224 pixels, a multiplication and an addition counted as two: 10^9 a picture. */
    static final double RESNET50_GFLOP = 8.2;

    private Figures() {}

    /**
     * Returns the smallest of the values that at least so many percent of them do not exceed (nearest rank).
     *
     * @param percent above 0, up to 100
     */
    static double percentile(double[] values, double percent) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    /** 10^9 floating-point operations a second of an (n, n) by (n, n) product: n multiplications and additions each. */
    static double productGflops(int n, double seconds) {
        return 2.0 * n * n * n / seconds / 1e9;
    }

    /** With three digits or so. */
    static String text(double figure) {
        String format = Math.abs(figure) >= 100 ? "%.0f" : Math.abs(figure) >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, figure);
    }
}
