package org.bubblegram.evaluation;

import java.util.Map;

/**
 * How well a model does on samples it did not learn from.
 *
 * @param samples how many
 * @param loss weighted mean of the per-sample losses
 * @param metrics by key: the model's value beside the constant answer's, weighted means
 */
public record EvaluationReport(int samples, double loss, Map<String, Score> metrics) {
    /** @param constantAnswer what answering the mean training histogram to everything scores */
    public record Score(double model, double constantAnswer) {}
}
