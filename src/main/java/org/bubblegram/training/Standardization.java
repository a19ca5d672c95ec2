package org.bubblegram.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.network.HistogramNetwork;

/**
 * Shifts and scales each feature to mean 0 and deviation 1 over the training split, which lets one learning rate suit all
 * of them. Being linear it is folded into the head in the end, so nothing of it is left in the model.
 */
final class Standardization {
    private static final int FEATURES = HistogramNetwork.FEATURES;
    // a feature that hardly varies tells nothing; scaling it up would only amplify noise
    private static final double LEAST_DEVIATION = 1e-4;

    private final float[] mean;
    private final float[] scale;

    private Standardization(float[] mean, float[] scale) {
        this.mean = mean;
        this.scale = scale;
    }

    static Standardization none() {
        float[] ones = new float[FEATURES];
        Arrays.fill(ones, 1);
        return new Standardization(new float[FEATURES], ones);
    }

    /** Over all views of the samples. */
    static Standardization of(List<Sample> samples, Rows rows, int views) throws IOException {
        double[] sum = new double[FEATURES];
        double[] squares = new double[FEATURES];
        float[] row = new float[views * FEATURES];
        for (Sample sample : samples) {
            rows.read(sample.id(), 0, row, 0, row.length);
            for (int i = 0; i < row.length; i++) {
                sum[i % FEATURES] += row[i];
                squares[i % FEATURES] += (double) row[i] * row[i];
            }
        }
        float[] mean = new float[FEATURES];
        float[] scale = new float[FEATURES];
        double n = (double) samples.size() * views;
        for (int i = 0; i < FEATURES; i++) {
            double variance = Math.max(0, squares[i] / n - (sum[i] / n) * (sum[i] / n));
            mean[i] = (float) (sum[i] / n);
            scale[i] = (float) (1 / Math.max(LEAST_DEVIATION, Math.sqrt(variance)));
        }
        return new Standardization(mean, scale);
    }

    /** In place: features (B, 2048), row after row. */
    void apply(float[] features) {
        for (int i = 0; i < features.length; i++) {
            int feature = i % FEATURES;
            features[i] = (features[i] - mean[feature]) * scale[feature];
        }
    }

    /** In place: turns a head (K, 2048) for standardized features into one for plain features. */
    void fold(float[] weight, float[] bias) {
        for (int bin = 0; bin < bias.length; bin++) {
            double shift = 0;
            for (int feature = 0; feature < FEATURES; feature++) {
                int at = bin * FEATURES + feature;
                weight[at] *= scale[feature];
                shift += (double) weight[at] * mean[feature];
            }
            bias[bin] -= (float) shift;
        }
    }
}
