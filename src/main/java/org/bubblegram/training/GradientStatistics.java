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
    private double[] previous = new double[0]; // the gradient of the step looked at last
    private double squaredChange; // sum over neighbouring steps of |g - g'|^2

    /**
     * What has come together so far, for checkpoints.
     *
     * @param previous the gradient of the step looked at last
     */
    @SuppressWarnings({"ArrayRecordComponent", "checkstyle:ParameterNumber"}) // one file, never compared
    record State(
            int steps,
            double trace,
            double squaredLength,
            double batchSamples,
            double[] previous,
            double squaredChange) {}

    /** @param stepsPerEpoch of which at most 16 are looked at, evenly spread */
    GradientStatistics(int stepsPerEpoch, long trainingSamples) {
        this.stride = Math.max(1, (stepsPerEpoch + MOST_STEPS - 1) / MOST_STEPS);
        this.trainingSamples = trainingSamples;
    }

    State state() {
        return new State(steps, trace, squaredLength, batchSamples, previous, squaredChange);
    }

    void restore(State state) {
        steps = state.steps();
        trace = state.trace();
        squaredLength = state.squaredLength();
        batchSamples = state.batchSamples();
        previous = state.previous();
        squaredChange = state.squaredChange();
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
        double length = 0;
        for (int i = 0; i < mean.length; i++) {
            length += mean[i] * mean[i];
            squaredChange += steps == 0 ? 0 : (mean[i] - previous[i]) * (mean[i] - previous[i]);
        }
        previous = mean;
        trace += stepTrace;
        squaredLength += length - stepTrace / n;
        batchSamples += n;
        steps++;
    }

    GradientSummary summary() {
        if (steps == 0) {
            return GradientSummary.UNKNOWN;
        }
        double variance = trace / steps / previous.length;
        Double noiseScale = squaredLength > 0 ? trace / squaredLength : null; // no signal above the noise: no scale
        Integer size = noiseScale == null ? null : (int) Math.max(1, Math.min(trainingSamples, Math.round(noiseScale)));
        return new GradientSummary(variance, batchVariance(), noiseScale, size);
    }

    /**
     * Half the mean squared difference of neighbours (von Neumann 1941): unlike the variance around the epoch's mean it takes
     * in only how far the weights move from one step looked at to the next, not over the epoch.
     */
    private @Nullable Double batchVariance() {
        if (steps < 2) {
            return null;
        }
        return squaredChange / 2 / (steps - 1) / previous.length * (batchSamples / steps);
    }
}
