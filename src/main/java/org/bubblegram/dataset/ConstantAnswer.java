package org.bubblegram.dataset;

import java.util.Arrays;
import java.util.List;

/** Answering the mean training histogram to every picture: the floor of every score. */
public final class ConstantAnswer {
    private ConstantAnswer() {}

    /**
     * Returns for each bin the weighted mean of the fractions of those samples that know it, 0 where none does, all rescaled
     * to sum to 1.
     *
     * @param training at least one sample
     */
    public static double[] of(List<Sample> training) {
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
}
