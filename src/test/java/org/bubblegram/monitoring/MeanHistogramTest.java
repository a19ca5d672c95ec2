package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.junit.jupiter.api.Test;

class MeanHistogramTest {
    private final SizeBins bins = SizeBins.of(SizeUnit.PIXEL, 1, 2, 3);
    private final MeanHistogram mean = new MeanHistogram(bins);

    private void add(double first) {
        mean.add(Histogram.of(bins, Basis.NUMBER, first, 1 - first));
    }

    @Test
    void fewHistogramsHaveTheirPlainMean() {
        add(0.2);
        add(0.4);
        add(0.9);

        assertThat(mean.fraction(0)).isCloseTo(0.5, within(1e-12));
        assertThat(mean.fraction(1)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void beyondTheWindowEachWeighsOnePartInIt() {
        for (int i = 0; i < MovingMean.WINDOW; i++) {
            add(0);
        }
        add(1);

        assertThat(mean.fraction(0)).isCloseTo(0.01, within(1e-12));
    }
}
