package org.bubblegram.network;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * A linear autoencoder of pooled features: what it cannot restore of a picture's features is unlike the pictures that it was
 * fitted to. It works on the features' square roots: of a maximum over thousands of places a few are always large, and they
 * alone would decide.
 */
public final class Autoencoder {
    private static final String MEAN = "mean";
    private static final String COMPONENTS = "components";

    /** Far beyond the square root of any feature: what is read from files must not leave the range of numbers. */
    private static final float LARGEST = 1e6f;

    /** As far as products of orthonormal directions of float32 are from 0 and 1, and more. */
    private static final double ROUNDING = 1e-3;

    private final float[] mean; // (F)
    private final float[][] components; // (R, F)

    /**
     * @param mean of the square roots of the features (F)
     * @param components orthonormal directions (R, F) around it; none are allowed
     */
    public Autoencoder(float[] mean, float[][] components) {
        this.mean = mean.clone();
        this.components = new float[components.length][];
        for (int r = 0; r < components.length; r++) {
            if (components[r].length != mean.length) {
                throw new InvalidWeights("a component has " + components[r].length + " numbers for " + mean.length);
            }
            this.components[r] = components[r].clone();
        }
    }

    /** F. */
    public int features() {
        return mean.length;
    }

    /** R. */
    public int components() {
        return components.length;
    }

    /** What features are taken for: their square roots, zero for the negative ones that no ReLU gives. */
    public static float[] roots(float[] features) {
        float[] roots = new float[features.length];
        for (int f = 0; f < roots.length; f++) {
            roots[f] = (float) Math.sqrt(Math.max(0, features[f]));
        }
        return roots;
    }

    /**
     * Returns the reconstruction error of one picture's features (F), sqrt(mean over f of (x_f - x'_f)^2) with x their
     * square roots and x' what the components restore of them: 0 where they restore all.
     */
    public double error(float[] features) {
        if (features.length != mean.length) {
            throw new IllegalArgumentException(features.length + " features, not " + mean.length);
        }
        float[] roots = roots(features);
        double[] left = new double[mean.length];
        for (int f = 0; f < left.length; f++) {
            left[f] = roots[f] - mean[f];
        }
        for (float[] component : components) {
            take(component, left);
        }
        return Math.sqrt(dot(left, left) / left.length);
    }

    /** Takes what lies along one direction away; directions are orthonormal, so their order does not matter. */
    private static void take(float[] component, double[] from) {
        double along = 0;
        for (int f = 0; f < from.length; f++) {
            along += component[f] * from[f];
        }
        for (int f = 0; f < from.length; f++) {
            from[f] -= along * component[f];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }

    /** Writes safetensors: {@code mean} (F), and {@code components} (R, F) where there are any. */
    public void write(OutputStream out) throws IOException {
        try (Weights weights = new Weights()) {
            weights.put(MEAN, mean, new Shape(mean.length));
            if (components.length > 0) {
                float[] flat = new float[components.length * mean.length];
                for (int r = 0; r < components.length; r++) {
                    System.arraycopy(components[r], 0, flat, r * mean.length, mean.length);
                }
                weights.put(COMPONENTS, flat, new Shape(components.length, mean.length));
            }
            weights.write(out);
        }
    }

    /**
     * @throws InvalidWeights if it is no such file, not of a ResNet50's features, holds what is no number, or one beyond 1e6, or
     *     components that are not orthonormal
     */
    public static Autoencoder read(InputStream in) throws IOException {
        try (Weights weights = Weights.read(in)) {
            weights.require(expected(weights));
            float[] mean = finite(weights, MEAN);
            float[] flat = weights.has(COMPONENTS) ? finite(weights, COMPONENTS) : new float[0];
            float[][] components = new float[flat.length / mean.length][mean.length];
            for (int r = 0; r < components.length; r++) {
                System.arraycopy(flat, r * mean.length, components[r], 0, mean.length);
            }
            requireOrthonormal(components);
            return new Autoencoder(mean, components);
        }
    }

    private static Map<String, Shape> expected(Weights weights) {
        Map<String, Shape> expected = new TreeMap<>(Map.of(MEAN, new Shape(HistogramNetwork.FEATURES)));
        if (weights.has(COMPONENTS)) {
            Shape shape = weights.get(COMPONENTS).getShape();
            long rows = shape.dimension() == 2 ? shape.get(0) : 1;
            expected.put(COMPONENTS, new Shape(rows, HistogramNetwork.FEATURES));
        }
        return expected;
    }

    private static void requireOrthonormal(float[][] components) {
        for (int r = 0; r < components.length; r++) {
            for (int s = 0; s <= r; s++) {
                double product = dot(components[r], components[s]);
                if (!(Math.abs(product - (r == s ? 1 : 0)) <= ROUNDING)) {
                    throw new InvalidWeights("components " + s + " and " + r + " are not orthonormal");
                }
            }
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += (double) a[f] * b[f];
        }
        return sum;
    }

    private static float[] finite(Weights weights, String name) {
        float[] values = weights.get(name).toFloatArray();
        for (float value : values) {
            if (!(Math.abs(value) <= LARGEST)) {
                throw new InvalidWeights(name + " holds what is no number, or one beyond " + LARGEST);
            }
        }
        return values;
    }
}
