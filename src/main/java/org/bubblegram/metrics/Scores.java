package org.bubblegram.metrics;

import java.util.Map;
import java.util.Objects;

/**
 * What predictions are worth: weighted means over them.
 *
 * @param metrics each {@link Metric} by its key
 * @param losses each loss with its default parameters by its type, at the predicted fractions
 */
public record Scores(Map<String, Double> metrics, Map<String, Double> losses) {
    public double of(Metric metric) {
        return Objects.requireNonNull(metrics.get(metric.key()));
    }
}
