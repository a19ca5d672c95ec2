package org.bubblegram.evaluation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a model does on samples it did not learn from.
 *
 * @param samples how many
 * @param loss weighted mean of the per-sample losses that it was trained by, at its logits
 * @param metrics by key: the model's value beside the constant answer's, weighted means
 * @param losses by type: likewise of every loss with its default parameters, at the predicted fractions; empty in reports
 *     written before there were any
 */
public record EvaluationReport(int samples, double loss, Map<String, Score> metrics, Map<String, Score> losses) {
    public EvaluationReport(int samples, double loss, Map<String, Score> metrics, @Nullable Map<String, Score> losses) {
        this.samples = samples;
        this.loss = loss;
        this.metrics = metrics;
        this.losses = losses == null ? Map.of() : losses;
    }

    /** @param constantAnswer what answering the mean training histogram to everything scores */
    public record Score(double model, double constantAnswer) {}
}
