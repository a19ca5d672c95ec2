package org.bubblegram.monitoring;

import java.util.List;
import java.util.stream.Stream;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;

/** The mean of the last histograms, see {@link MovingMean}. */
final class MeanHistogram {
    private final SizeBins bins;
    private final List<MovingMean> means;

    MeanHistogram(SizeBins bins) {
        this.bins = bins;
        this.means = Stream.generate(MovingMean::new).limit(bins.count()).toList();
    }

    SizeBins bins() {
        return bins;
    }

    void add(Histogram histogram) {
        for (int bin = 0; bin < means.size(); bin++) {
            means.get(bin).add(histogram.fraction(bin));
        }
    }

    double fraction(int bin) {
        return means.get(bin).value();
    }
}
