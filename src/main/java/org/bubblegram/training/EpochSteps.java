package org.bubblegram.training;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Means over the steps of an epoch. */
final class EpochSteps {
    private final InstantSource clock;
    private Instant start;
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

    /**
     * What has come together so far, for checkpoints.
     *
     * @param seconds since the epoch began, of those in which it was worked on
     */
    @SuppressWarnings("checkstyle:ParameterNumber") // one file
    record State(
            double loss,
            double weight,
            double gradientNorm,
            double learningRate,
            int steps,
            long examples,
            double seconds) {}

    State state() {
        return new State(loss, weight, gradientNorm, learningRate, steps, examples, seconds());
    }

    void restore(State state) {
        loss = state.loss();
        weight = state.weight();
        gradientNorm = state.gradientNorm();
        learningRate = state.learningRate();
        steps = state.steps();
        examples = state.examples();
        start = clock.instant().minusNanos(Math.round(state.seconds() * 1e9));
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
        double seconds = seconds();
        return seconds > 0 ? examples / seconds : 0;
    }

    private double seconds() {
        return Duration.between(start, clock.instant()).toNanos() / 1e9;
    }
}
