package org.bubblegram.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bubblegram.dataset.Sample;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.metrics.Scores;

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
        List<double[]> targets =
                samples.stream().map(sample -> sample.target().fractions()).toList();
        double[] weights = samples.stream().mapToDouble(Sample::weight).toArray();
        Scores model = scorer.score(predictions, targets, weights);
        Scores constant = scorer.score(Collections.nCopies(samples.size(), constantAnswer), targets, weights);
        return new EvaluationReport(
                samples.size(),
                weightedMean(losses, weights),
                beside(model.metrics(), constant.metrics()),
                beside(model.losses(), constant.losses()));
    }

    private static Map<String, EvaluationReport.Score> beside(Map<String, Double> model, Map<String, Double> constant) {
        Map<String, EvaluationReport.Score> scores = new LinkedHashMap<>();
        model.forEach((key, value) ->
                scores.put(key, new EvaluationReport.Score(value, Objects.requireNonNull(constant.get(key)))));
        return scores;
    }

    /** Returns sum w_i v_i / sum w_i. */
    private static double weightedMean(List<Double> values, double[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values.get(i);
        }
        return sum / Arrays.stream(weights).sum();
    }
}
