package org.bubblegram.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Means over the steps of an epoch. */
final class EpochSteps {
    private final InstantSource clock;
    private final Instant start;
    private double loss;
    private double weight;
    private double gradientNorm;
    private double learningRate;
    private int steps;
    private long examples;

    EpochSteps(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void add(TrainingStep.Sum sum, double stepGradientNorm, double stepLearningRate) {
        // sums, for the mean of means over unequal batches is not the mean
        loss += sum.loss();
        weight += sum.weight();
        gradientNorm += stepGradientNorm;
        learningRate = stepLearningRate;
        examples += sum.examples();
        steps++;
    }

    double meanLoss() {
        return loss / weight;
    }

    double meanGradientNorm() {
        return gradientNorm / steps;
    }

    /** At the last step. */
    double learningRate() {
        return learningRate;
    }

    double examplesPerSecond() {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        return seconds > 0 ? examples / seconds : 0;
    }
}
