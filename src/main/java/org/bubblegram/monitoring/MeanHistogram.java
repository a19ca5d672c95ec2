package org.bubblegram.monitoring;

import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;

/**
 * The mean of the last histograms, about {@value #WINDOW}: the plain mean of the first so many, and then each new one weighs
 * one part in so many.
 */
final class MeanHistogram {
    static final int WINDOW = 100;

    private final SizeBins bins;
    private final double[] mean;
    private int count;

    MeanHistogram(SizeBins bins) {
        this.bins = bins;
        this.mean = new double[bins.count()];
    }

    SizeBins bins() {
        return bins;
    }

    synchronized void add(Histogram histogram) {
        count = Math.min(count + 1, WINDOW);
        for (int bin = 0; bin < mean.length; bin++) {
            mean[bin] += (histogram.fraction(bin) - mean[bin]) / count;
        }
    }

    synchronized double fraction(int bin) {
        return mean[bin];
    }
}
