package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.Autoencoder;

/**
 * Fits the linear autoencoder of least squared error: the mean and the leading principal directions of its examples (Baldi
 * and Hornik 1989, section 2). The directions are found by randomized subspace iteration (Halko, Martinsson and Tropp 2011,
 * algorithm 4.4), which needs nothing but products of matrices.
 */
final class AutoencoderFit {
    /** Directions at most: twice or half as many told pictures apart no better, see decision 0013. */
    static final int COMPONENTS = 32;

    private static final int PASSES = 10;

    /** A direction of which less is left, once those before are taken away, is rounding. */
    private static final double LEAST_PART = 1e-6;

    private AutoencoderFit() {}

    /** @param features (N, F), N at least 1: one picture's pooled features each */
    static Autoencoder of(List<float[]> features, long seed) {
        List<float[]> roots = features.stream().map(Autoencoder::roots).toList();
        float[] mean = mean(roots);
        int most = Math.min(COMPONENTS, features.size() - 1);
        return new Autoencoder(mean, most == 0 ? new float[0][] : directions(roots, mean, most, seed));
    }

    private static float[] mean(List<float[]> rows) {
        double[] sums = new double[rows.get(0).length];
        for (float[] row : rows) {
            for (int f = 0; f < sums.length; f++) {
                sums[f] += row[f];
            }
        }
        float[] mean = new float[sums.length];
        for (int f = 0; f < sums.length; f++) {
            mean[f] = (float) (sums[f] / rows.size());
        }
        return mean;
    }

    private static float[][] directions(List<float[]> rows, float[] mean, int most, long seed) {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray centred = centred(manager, rows, mean); // (N, F)
            List<double[]> basis = orthonormal(random(most, mean.length, seed));
            for (int pass = 0; pass < PASSES && !basis.isEmpty(); pass++) {
                basis = orthonormal(stretched(manager, centred, basis));
            }
            return basis.stream().map(AutoencoderFit::narrowed).toArray(float[][]::new);
        }
    }

    private static NDArray centred(NDManager manager, List<float[]> rows, float[] mean) {
        float[] flat = new float[Math.multiplyExact(rows.size(), mean.length)];
        for (int n = 0; n < rows.size(); n++) {
            for (int f = 0; f < mean.length; f++) {
                flat[n * mean.length + f] = rows.get(n)[f] - mean[f];
            }
        }
        return manager.create(flat, new Shape(rows.size(), mean.length));
    }

    /** Directions times the examples' covariance: (R, F) -> (R, F). */
    private static List<double[]> stretched(NDManager parent, NDArray centred, List<double[]> basis) {
        int features = basis.get(0).length;
        float[] flat = new float[basis.size() * features];
        for (int r = 0; r < basis.size(); r++) {
            System.arraycopy(narrowed(basis.get(r)), 0, flat, r * features, features);
        }
        try (NDManager manager = parent.newSubManager()) {
            NDArray directions = manager.create(flat, new Shape(basis.size(), features)); // (R, F)
            NDArray along = directions.matMul(centred.transpose()); // (R, N)
            float[] product = along.matMul(centred).toFloatArray(); // (R, F)
            along.close();
            List<double[]> rows = new ArrayList<>();
            for (int r = 0; r < basis.size(); r++) {
                double[] row = new double[features];
                for (int f = 0; f < features; f++) {
                    row[f] = product[r * features + f];
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private static List<double[]> random(int rows, int features, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<double[]> directions = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            directions.add(random.doubles(features, -1, 1).toArray());
        }
        return directions;
    }

    /** Gram and Schmidt, modified; what depends on those before is left out. */
    private static List<double[]> orthonormal(List<double[]> rows) {
        List<double[]> basis = new ArrayList<>();
        for (double[] row : rows) {
            double before = norm(row);
            for (double[] direction : basis) {
                subtract(dot(direction, row), direction, row);
            }
            double left = norm(row);
            if (left > LEAST_PART * before) {
                for (int f = 0; f < row.length; f++) {
                    row[f] /= left;
                }
                basis.add(row);
            }
        }
        return basis;
    }

    private static void subtract(double factor, double[] direction, double[] from) {
        for (int f = 0; f < from.length; f++) {
            from[f] -= factor * direction[f];
        }
    }

    private static double norm(double[] row) {
        return Math.sqrt(dot(row, row));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }

    private static float[] narrowed(double[] row) {
        float[] narrow = new float[row.length];
        for (int f = 0; f < narrow.length; f++) {
            narrow[f] = (float) row[f];
        }
        return narrow;
    }
}
