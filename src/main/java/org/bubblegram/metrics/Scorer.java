package org.bubblegram.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Losses;

/**
 * Computes every metric and every loss of predicted histograms, in plain Java: a few microseconds a prediction.
 *
 * <p>A bin that the target does not know (NaN) is left out of prediction and target, and the others are rescaled to sum to 1;
 * a prediction without mass in known bins is taken as uniform over them. A bin left out has no mass, so D10, D50, D90, mean
 * and D32 are those of the objects in known bins, of prediction and target alike: their errors say nothing of the rest. A
 * prediction that is not a number scores NaN.
 *
 * @param bins of all predictions and targets
 * @param basis likewise
 */
public record Scorer(SizeBins bins, Basis basis) {
    /**
     * @param predicted one fraction a bin, at least 0, not all 0
     * @param target likewise, NaN where unknown
     * @throws IllegalArgumentException if there is not one fraction a bin
     */
    public double score(Metric metric, double[] predicted, double[] target) {
        return metric.of(Comparison.of(bins, basis, predicted, target));
    }

    /**
     * @param predictions at least one
     * @param targets in the order of the predictions, NaN where unknown
     * @param weights likewise, above 0
     * @throws IllegalArgumentException if they are not as many, or there is not one fraction a bin
     */
    public Scores score(List<double[]> predictions, List<double[]> targets, double[] weights) {
        if (targets.size() != predictions.size() || weights.length != predictions.size()) {
            throw new IllegalArgumentException("%d predictions, %d targets and %d weights"
                    .formatted(predictions.size(), targets.size(), weights.length));
        }
        Sums sums = new Sums();
        for (int i = 0; i < weights.length; i++) {
            sums.add(weights[i], Comparison.of(bins, basis, predictions.get(i), targets.get(i)));
        }
        return sums.means();
    }

    /** Weighted sums so far. */
    private static final class Sums {
        private final Metric[] metrics = Metric.values();
        private final List<Map.Entry<String, Loss>> losses =
                List.copyOf(Losses.withDefaults().entrySet());
        private final double[] ofMetrics = new double[metrics.length];
        private final double[] ofLosses = new double[losses.size()];
        private double weights;

        void add(double weight, Comparison comparison) {
            weights += weight;
            for (int i = 0; i < metrics.length; i++) {
                ofMetrics[i] += weight * metrics[i].of(comparison);
            }
            for (int i = 0; i < ofLosses.length; i++) {
                ofLosses[i] += weight * losses.get(i).getValue().at(comparison.answer());
            }
        }

        Scores means() {
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
}
