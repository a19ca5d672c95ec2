package org.bubblegram.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Scorer;

/**
 * How well a model does on a data set.
 *
 * @param bins labels, as in labels.csv
 * @param loss the one that the model was trained by, which samples are sorted by
 * @param constantAnswer the mean histogram of what the model was trained on, one fraction a bin
 * @param report every metric and every loss, the constant answer's beside them
 * @param anomalies samples of unusually large loss
 */
public record EvaluationResult(
        List<String> bins, Loss loss, List<Double> constantAnswer, EvaluationReport report, Anomalies anomalies) {
    /**
     * @param samples at least one; taken one by one
     * @param constantAnswer one fraction a bin
     */
    public static EvaluationResult of(
            Iterable<EvaluatedSample> samples, Scorer scorer, Loss loss, List<Double> constantAnswer) {
        RunningReport report = new RunningReport(
                scorer, constantAnswer.stream().mapToDouble(Double::doubleValue).toArray());
        List<Double> losses = new ArrayList<>();
        for (EvaluatedSample sample : samples) {
            report.add(sample.weight(), sample.targetFractions(), sample.predictedFractions(), sample.loss());
            losses.add(sample.loss());
        }
        return new EvaluationResult(
                scorer.bins().labels(),
                loss,
                constantAnswer,
                report.report(),
                Anomalies.of(losses.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
