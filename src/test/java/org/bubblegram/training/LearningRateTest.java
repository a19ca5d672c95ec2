package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** A stage of 5 epochs of 4 steps at a rate of 0.1. */
class LearningRateTest {
    private static final int STEPS = 4;
    private static final int EPOCHS = 5;

    @Test
    void aConstantRateStaysAsItIs() {
        LearningRate rate = rate(new Schedule.Constant(), 0);

        assertThat(rate.at(1)).isEqualTo(0.1);
        assertThat(rate.at(20)).isEqualTo(0.1);
    }

    @Test
    void aWarmUpRisesLinearlyAndTheScheduleBeginsAfterIt() {
        LearningRate rate = rate(new Schedule.Cosine(0.0), 4);

        assertThat(rate.at(1)).isEqualTo(0.025, within(1e-12));
        assertThat(rate.at(2)).isEqualTo(0.05, within(1e-12));
        assertThat(rate.at(4)).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(5)).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void aCosineGoesFromTheWholeRateToItsFinalFractionAtTheLastStep() {
        LearningRate rate = rate(new Schedule.Cosine(0.2), 0);

        assertThat(rate.at(1)).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(20)).isEqualTo(0.02, within(1e-12));
        // halfway between the first and the last step lies the mean of both
        assertThat((rate.at(10) + rate.at(11)) / 2).isEqualTo(0.06, within(1e-12));
        // a sixth of the way, cos 30 degrees: 0.02 + 0.08 (1 + 0.8660254) / 2
        assertThat(new LearningRate(spec(new Schedule.Cosine(0.2), 0), 1, 7).at(2))
                .isEqualTo(0.094641016, within(1e-9));
    }

    @Test
    void stairsGoDownEverySoManyEpochs() {
        LearningRate rate = rate(new Schedule.Step(2, 0.1), 0);

        assertThat(rate.at(8)).isEqualTo(0.1, within(1e-12));
        assertThat(rate.at(9)).isEqualTo(0.01, within(1e-12));
        assertThat(rate.at(16)).isEqualTo(0.01, within(1e-12));
        assertThat(rate.at(17)).isEqualTo(0.001, within(1e-12));
    }

    @Test
    void aPlateauGoesDownOnceNoEpochWasBetterForItsPatienceAndThenWaitsAgain() {
        LearningRate rate = rate(new Schedule.Plateau(2, 0.5), 0);
        rate.epochEnded(0, true);
        rate.epochEnded(4, false);
        assertThat(rate.at(9)).isEqualTo(0.1);
        rate.epochEnded(8, false);
        assertThat(rate.at(13)).isEqualTo(0.05);
        rate.epochEnded(12, false);
        assertThat(rate.at(17)).isEqualTo(0.05);

        LearningRate resumed = rate(new Schedule.Plateau(2, 0.5), 0);
        resumed.restore(rate.state());
        resumed.epochEnded(16, false);
        assertThat(resumed.at(18)).as("what it remembers is restored").isEqualTo(0.025);
    }

    @Test
    void aPlateauDoesNotCountEpochsWithStepsOfTheWarmUpInThem() {
        LearningRate rate = rate(new Schedule.Plateau(2, 0.5), 5); // the first epoch and a step of the second
        rate.epochEnded(0, false);
        rate.epochEnded(4, false);
        rate.epochEnded(8, false);
        assertThat(rate.at(13)).as("one epoch without gain").isEqualTo(0.1);
        rate.epochEnded(12, false);
        assertThat(rate.at(17)).as("two").isEqualTo(0.05);
    }

    @Test
    void aWarmUpThatEndsWithAnEpochLeavesTheNextToThePlateau() {
        LearningRate rate = rate(new Schedule.Plateau(1, 0.5), 4);
        rate.epochEnded(0, false);
        assertThat(rate.at(5)).isEqualTo(0.1);
        rate.epochEnded(4, false);
        assertThat(rate.at(9)).isEqualTo(0.05);
    }

    private static LearningRate rate(Schedule schedule, int warmupSteps) {
        return new LearningRate(spec(schedule, warmupSteps), STEPS, EPOCHS);
    }

    private static OptimizerSpec spec(Schedule schedule, int warmupSteps) {
        return new OptimizerSpec(null, 0.1, 0.0, null, schedule, warmupSteps, null);
    }
}
