package org.bubblegram.training;

/** The learning rate of each step of a stage: a linear warm-up, then its schedule. */
final class LearningRate {
    private final OptimizerSpec spec;
    private final int stepsPerEpoch;
    private final long totalSteps;
    private int reductions;
    private int epochsWithoutGain;

    /** What a plateau remembers, for checkpoints. */
    record State(int reductions, int epochsWithoutGain) {
        static final State START = new State(0, 0);
    }

    /** @param epochs most epochs of the stage */
    LearningRate(OptimizerSpec spec, int stepsPerEpoch, int epochs) {
        this.spec = spec;
        this.stepsPerEpoch = stepsPerEpoch;
        this.totalSteps = (long) stepsPerEpoch * epochs;
    }

    /** @param step from 1 within the stage */
    double at(long step) {
        int warmup = spec.warmupSteps();
        if (step <= warmup) {
            return spec.rate() * step / warmup;
        }
        return spec.rate() * factor(step - warmup, totalSteps - warmup);
    }

    private double factor(long step, long steps) {
        if (spec.schedule() instanceof Schedule.Cosine cosine) {
            double done = (double) (step - 1) / Math.max(1, steps - 1);
            double fraction = (1 + Math.cos(Math.PI * done)) / 2;
            return cosine.finalFraction() + (1 - cosine.finalFraction()) * fraction;
        }
        if (spec.schedule() instanceof Schedule.Step stairs) {
            long epoch = (step - 1) / stepsPerEpoch;
            return Math.pow(stairs.factor(), (double) (epoch / stairs.epochs()));
        }
        if (spec.schedule() instanceof Schedule.Plateau plateau) {
            return Math.pow(plateau.factor(), reductions);
        }
        return 1;
    }

    /**
     * Takes note of whether an epoch was the best so far. One with steps of the warm-up in it does not count: its rate was
     * not yet the one that a plateau would lower.
     *
     * @param stepsBefore steps of the stage before the epoch
     */
    void epochEnded(long stepsBefore, boolean best) {
        boolean warming = stepsBefore < spec.warmupSteps();
        epochsWithoutGain = best || warming ? 0 : epochsWithoutGain + 1;
        if (spec.schedule() instanceof Schedule.Plateau plateau && epochsWithoutGain >= plateau.patience()) {
            reductions++;
            epochsWithoutGain = 0;
        }
    }

    State state() {
        return new State(reductions, epochsWithoutGain);
    }

    void restore(State state) {
        reductions = state.reductions();
        epochsWithoutGain = state.epochsWithoutGain();
    }
}
