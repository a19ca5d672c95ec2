package org.bubblegram.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.junit.jupiter.api.Test;

class EvaluationsTest {
    private static final double UNKNOWN = Double.NaN;

    @Test
    void theConstantAnswerIsTheWeightedMeanOfTheTrainingHistograms() {
        List<Sample> training = List.of(sample(3, 1, 0, 0), sample(1, 0, 0.5, 0.5));

        assertThat(Evaluations.constantAnswer(training)).containsExactly(0.75, 0.125, 0.125);
    }

    @Test
    void anUnknownBinCountsOnlyWhereItIsKnown() {
        // bin means: (.5 + .5) / 2, (.25 + .5) / 2 and .25 from the one that knows it: .5, .375, .25, over 1.125
        List<Sample> training = List.of(sample(1, 0.5, 0.25, 0.25), sample(1, 0.5, 0.5, UNKNOWN));

        assertThat(Evaluations.constantAnswer(training))
                .containsExactly(new double[] {0.5 / 1.125, 0.375 / 1.125, 0.25 / 1.125}, within(1e-12));
    }

    @Test
    void aBinThatNobodyKnowsIsNeverAnswered() {
        List<Sample> training = List.of(sample(1, 0.5, 0.5, UNKNOWN));

        assertThat(Evaluations.constantAnswer(training)).containsExactly(0.5, 0.5, 0);
    }

    @Test
    void scoresAreWeightedMeansWithTheConstantAnswerBeside() {
        List<Sample> samples = List.of(sample(3, 1, 0, 0), sample(1, 0, 0, 1));
        List<double[]> predictions = List.of(new double[] {1, 0, 0}, new double[] {0, 1, 0});
        double[] constantAnswer = {0.75, 0, 0.25};

        EvaluationReport report = Evaluations.report(samples, predictions, List.of(0.5, 2.5), constantAnswer);

        assertThat(report.samples()).isEqualTo(2);
        assertThat(report.loss()).isEqualTo(1); // (3 x .5 + 2.5) / 4
        assertThat(report.metrics()).containsOnlyKeys("intersection", "emd", "kullback-leibler", "cosine", "chebyshev");
        assertThat(report.metrics().get("emd").model()).isCloseTo(0.25, within(1e-12)); // (3 x 0 + 1) / 4
        assertThat(report.metrics().get("emd").constantAnswer()).isCloseTo(0.75, within(1e-12)); // (3 x .5 + 1.5) / 4
        assertThat(report.metrics().get("intersection").model()).isCloseTo(0.75, within(1e-12));
        assertThat(report.metrics().get("intersection").constantAnswer())
                .isCloseTo(0.625, within(1e-12)); // (3 x .75 + .25) / 4
    }

    @Test
    void anUnknownBinIsLeftOutOfTheScore() {
        List<Sample> samples = List.of(sample(1, 0.5, 0.5, UNKNOWN));
        List<double[]> predictions = List.of(new double[] {0.25, 0.25, 0.5}); // .5 and .5 among the known bins

        EvaluationReport report = Evaluations.report(samples, predictions, List.of(0.0), new double[] {0.5, 0.5, 0});

        assertThat(report.metrics().get("intersection").model()).isCloseTo(1, within(1e-12));
    }

    @Test
    void everySampleNeedsAPredictionAndALoss() {
        List<Sample> samples = List.of(sample(1, 1, 0));

        assertThatThrownBy(() -> Evaluations.report(samples, List.of(), List.of(0.0), new double[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Sample sample(double weight, double... fractions) {
        return new Sample(0, "a.png", null, null, new Target(fractions), weight, null, "blob", 32, 32);
    }
}
