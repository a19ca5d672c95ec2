package org.bubblegram.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.bubblegram.dataset.Sample;
import org.bubblegram.metrics.Metric;

/** What a set of predictions is worth. */
public final class Evaluations {
    private Evaluations() {}

    /**
     * Returns the constant answer: for each bin the weighted mean of the fractions of those samples that know it, 0 where
     * none does, all rescaled to sum to 1.
     *
     * @param training at least one sample
     */
    public static double[] constantAnswer(List<Sample> training) {
        double[] sums = new double[training.get(0).target().count()];
        double[] weights = new double[sums.length];
        for (Sample sample : training) {
            for (int k = 0; k < sums.length; k++) {
                if (sample.target().known(k)) {
                    sums[k] += sample.weight() * sample.target().fraction(k);
                    weights[k] += sample.weight();
                }
            }
        }
        for (int k = 0; k < sums.length; k++) {
            sums[k] = weights[k] > 0 ? sums[k] / weights[k] : 0;
        }
        double total = Arrays.stream(sums).sum();
        return Arrays.stream(sums).map(mean -> mean / total).toArray();
    }

    /**
     * Scores predictions, the constant answer beside them.
     *
     * @param samples at least one
     * @param predictions fractions, in the order of the samples
     * @param losses likewise
     */
    public static EvaluationReport report(
            List<Sample> samples, List<double[]> predictions, List<Double> losses, double[] constantAnswer) {
        if (predictions.size() != samples.size() || losses.size() != samples.size()) {
            throw new IllegalArgumentException(predictions.size() + " predictions and " + losses.size() + " losses for "
                    + samples.size() + " samples");
        }
        Map<String, EvaluationReport.Score> scores = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            scores.put(
                    metric.key(),
                    new EvaluationReport.Score(
                            weightedMean(samples, i -> metric.of(predictions.get(i), target(samples, i))),
                            weightedMean(samples, i -> metric.of(constantAnswer, target(samples, i)))));
        }
        return new EvaluationReport(samples.size(), weightedMean(samples, losses::get), scores);
    }

    private static double[] target(List<Sample> samples, int i) {
        return samples.get(i).target().fractions();
    }

    /** Returns sum w_i v_i / sum w_i. */
    private static double weightedMean(List<Sample> samples, IntToDoubleFunction value) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < samples.size(); i++) {
            sum += samples.get(i).weight() * value.applyAsDouble(i);
            weights += samples.get(i).weight();
        }
        return sum / weights;
    }
}
