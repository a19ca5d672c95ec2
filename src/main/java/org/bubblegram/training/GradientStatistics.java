package org.bubblegram.training;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much the gradient of the last layer scatters over an epoch, seen at some of its steps.
 */
final class GradientStatistics {
    private static final int MOST_STEPS = 16;

    /** Where one sample outweighs all others by far, nothing can be said of how they scatter. */
    private static final double MORE_THAN_ONE = 1.001;

    private final int stride;
    private final long trainingSamples;
    private int steps;
    private double trace; // sum over steps of the unbiased variance, summed over weights
    private double squaredLength; // sum over steps of the unbiased squared length of the true gradient
    private double batchSamples;
    private double[] sum = new double[0];
    private double[] squares = new double[0];

    /** @param stepsPerEpoch of which at most 16 are looked at, evenly spread */
    GradientStatistics(int stepsPerEpoch, long trainingSamples) {
        this.stride = Math.max(1, (stepsPerEpoch + MOST_STEPS - 1) / MOST_STEPS);
        this.trainingSamples = trainingSamples;
    }

    /** @param step within the epoch, from 0 */
    boolean looksAt(int step) {
        return step % stride == 0;
    }

    /** Takes in the gradients of one step's samples; fewer than two tell nothing. */
    void add(LayerGradients gradients) {
        double n = gradients.effectiveSamples();
        if (gradients.samples() < 2 || !(n > MORE_THAN_ONE)) {
            return;
        }
        double[] mean = gradients.mean();
        double stepTrace = Arrays.stream(gradients.variance()).sum() * n / (n - 1);
        if (steps == 0) {
            sum = new double[mean.length];
            squares = new double[mean.length];
        }
        double length = 0;
        for (int i = 0; i < mean.length; i++) {
            sum[i] += mean[i];
            squares[i] += mean[i] * mean[i];
            length += mean[i] * mean[i];
        }
        trace += stepTrace;
        squaredLength += length - stepTrace / n;
        batchSamples += n;
        steps++;
    }

    GradientSummary summary() {
        if (steps == 0) {
            return GradientSummary.UNKNOWN;
        }
        double variance = trace / steps / sum.length;
        Double noiseScale = squaredLength > 0 ? trace / squaredLength : null; // no signal above the noise: no scale
        Integer size = noiseScale == null ? null : (int) Math.max(1, Math.min(trainingSamples, Math.round(noiseScale)));
        return new GradientSummary(variance, batchVariance(), noiseScale, size);
    }

    private @Nullable Double batchVariance() {
        if (steps < 2) {
            return null;
        }
        double total = 0;
        for (int i = 0; i < sum.length; i++) {
            double mean = sum[i] / steps;
            total += Math.max(0, squares[i] / steps - mean * mean);
        }
        return total / sum.length * steps / (steps - 1) * (batchSamples / steps);
    }
}
