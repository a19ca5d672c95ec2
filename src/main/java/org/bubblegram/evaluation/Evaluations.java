package org.bubblegram.evaluation;

import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.metrics.Scorer;

/** What a set of predictions is worth. */
public final class Evaluations {
    private Evaluations() {}

    /**
     * Scores predictions, the constant answer beside them.
     *
     * @param samples at least one
     * @param predictions fractions, in the order of the samples
     * @param losses likewise
     */
    public static EvaluationReport report(
            Scorer scorer,
            List<Sample> samples,
            List<double[]> predictions,
            List<Double> losses,
            double[] constantAnswer) {
        if (predictions.size() != samples.size() || losses.size() != samples.size()) {
            throw new IllegalArgumentException(predictions.size() + " predictions and " + losses.size() + " losses for "
                    + samples.size() + " samples");
        }
        RunningReport report = new RunningReport(scorer, constantAnswer);
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            report.add(sample.weight(), sample.target().fractions(), predictions.get(i), losses.get(i));
        }
        return report.report();
    }
}
