package org.bubblegram.metrics;

import java.util.List;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.SizeBins;

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
        ScoreSums sums = new ScoreSums(this);
        for (int i = 0; i < weights.length; i++) {
            sums.add(weights[i], predictions.get(i), targets.get(i));
        }
        return sums.means();
    }
}
