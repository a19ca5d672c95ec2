package org.bubblegram.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Losses;

/** Weighted sums of every metric and every loss over predictions that come one by one, however many. */
public final class ScoreSums {
    private final Scorer scorer;
    private final Metric[] metrics = Metric.values();
    private final List<Map.Entry<String, Loss>> losses =
            List.copyOf(Losses.withDefaults().entrySet());
    private final double[] ofMetrics = new double[metrics.length];
    private final double[] ofLosses = new double[losses.size()];
    private double weights;

    public ScoreSums(Scorer scorer) {
        this.scorer = scorer;
    }

    /**
     * @param weight above 0
     * @param predicted one fraction a bin, at least 0, not all 0
     * @param target likewise, NaN where unknown
     * @throws IllegalArgumentException if there is not one fraction a bin
     */
    public void add(double weight, double[] predicted, double[] target) {
        Comparison comparison = Comparison.of(scorer.bins(), scorer.basis(), predicted, target);
        weights += weight;
        for (int i = 0; i < metrics.length; i++) {
            ofMetrics[i] += weight * metrics[i].of(comparison);
        }
        for (int i = 0; i < ofLosses.length; i++) {
            ofLosses[i] += weight * losses.get(i).getValue().at(comparison.answer());
        }
    }

    /** Of at least one prediction. */
    public Scores means() {
        Map<String, Double> metricMeans = new LinkedHashMap<>();
        Map<String, Double> lossMeans = new LinkedHashMap<>();
        for (int i = 0; i < metrics.length; i++) {
            metricMeans.put(metrics[i].key(), ofMetrics[i] / weights);
        }
        for (int i = 0; i < ofLosses.length; i++) {
            lossMeans.put(losses.get(i).getKey(), ofLosses[i] / weights);
        }
        return new Scores(Collections.unmodifiableMap(metricMeans), Collections.unmodifiableMap(lossMeans));
    }
}
