package org.bubblegram.metrics;

import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.loss.Answer;

/**
 * A predicted histogram beside the true one.
 *
 * @param answer both in the bins that the true one knows
 * @param predicted the sizes read off it; bins that the true one does not know hold nothing
 * @param target likewise
 */
record Comparison(Answer answer, SizeStatistics predicted, SizeStatistics target) {
    private static final SizeStatistics NONE =
            new SizeStatistics(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static Comparison of(SizeBins bins, Basis basis, double[] predicted, double[] target) {
        Answer answer = Answer.of(predicted, target, bins.centres());
        return new Comparison(
                answer,
                statistics(bins, basis, spread(answer.predicted(), target)),
                statistics(bins, basis, spread(answer.target(), target)));
    }

    /** From known bins to all of them. */
    private static double[] spread(double[] known, double[] target) {
        double[] fractions = new double[target.length];
        int next = 0;
        for (int k = 0; k < fractions.length; k++) {
            fractions[k] = Double.isNaN(target[k]) ? 0 : known[next++];
        }
        return fractions;
    }

    private static SizeStatistics statistics(SizeBins bins, Basis basis, double[] fractions) {
        for (double fraction : fractions) {
            if (Double.isNaN(fraction)) {
                return NONE;
            }
        }
        return Histogram.of(bins, basis, fractions).statistics();
    }
}
