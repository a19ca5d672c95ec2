package org.bubblegram.training;

import java.time.InstantSource;

/** An epoch that is being trained: what its steps have come to so far. */
final class EpochUnderWay {
    private final long stepsBefore;
    private final EpochSteps steps;
    private final GradientStatistics gradients;
    private int examples;

    /**
     * Everything needed to go on within the epoch.
     *
     * @param stepsBefore steps of the stage before the epoch
     * @param examples taken so far
     */
    record State(long stepsBefore, int examples, EpochSteps.State steps, GradientStatistics.State gradients) {}

    EpochUnderWay(long stepsBefore, GradientStatistics gradients, InstantSource clock) {
        this.stepsBefore = stepsBefore;
        this.steps = new EpochSteps(clock);
        this.gradients = gradients;
    }

    static EpochUnderWay of(State state, GradientStatistics gradients, InstantSource clock) {
        var epoch = new EpochUnderWay(state.stepsBefore(), gradients, clock);
        epoch.steps.restore(state.steps());
        epoch.gradients.restore(state.gradients());
        epoch.examples = state.examples();
        return epoch;
    }

    State state() {
        return new State(stepsBefore, examples, steps.state(), gradients.state());
    }

    void took(int more) {
        examples += more;
    }

    long stepsBefore() {
        return stepsBefore;
    }

    int examples() {
        return examples;
    }

    EpochSteps steps() {
        return steps;
    }

    GradientStatistics gradients() {
        return gradients;
    }
}
