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
    private int steps;
    private long examples;

    /**
     * One step of the optimizer.
     *
     * @param loss weighted mean over its examples
     * @param weight sum of their weights
     */
    record Step(long examples, double loss, double weight, double gradientNorm) {}

    EpochSteps(InstantSource clock) {
        this.clock = clock;
        this.start = clock.instant();
    }

    void add(Step step) {
        // weighted by samples, for the mean of means over unequal batches is not the mean
        loss += step.loss() * step.weight();
        weight += step.weight();
        gradientNorm += step.gradientNorm();
        examples += step.examples();
        steps++;
    }

    double meanLoss() {
        return loss / weight;
    }

    double meanGradientNorm() {
        return gradientNorm / steps;
    }

    double examplesPerSecond() {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        return seconds > 0 ? examples / seconds : 0;
    }
}
