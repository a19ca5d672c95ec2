package org.bubblegram.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.histogram.SizeUnit;
import org.bubblegram.prediction.Novelty;
import org.junit.jupiter.api.Test;

class ModelLabelsTest {
    private final AtomicLong now = new AtomicLong();
    private final List<String> retired = new ArrayList<>();
    private final ModelLabels labels = new ModelLabels(2, now::get, retired::add);

    @Test
    void modelsBeyondTheBoundShareALabel() {
        assertThat(labels.of("a@1")).isEqualTo("a@1");
        assertThat(labels.of("b@1")).isEqualTo("b@1");
        assertThat(labels.of("c@1")).isEqualTo(ModelLabels.OTHER);
        assertThat(labels.of("a@1")).isEqualTo("a@1");
        assertThat(retired).isEmpty();
    }

    @Test
    void aNewModelGetsTheLabelOfTheOneThatWasNotUsedForAnHour() {
        labels.of("a@1");
        labels.of("b@1");
        now.addAndGet(Duration.ofHours(1).toNanos());
        labels.of("a@1");

        assertThat(labels.of("c@1")).isEqualTo("c@1");
        assertThat(retired).containsExactly("b@1");
        assertThat(labels.of("b@1")).isEqualTo(ModelLabels.OTHER);
    }

    @Test
    void aThousandModelsMakeNoMoreSeriesThanTheBoundAllows() {
        var registry = new SimpleMeterRegistry();
        var meters = new PredictionMeters(registry, 20, now::get);
        var bins = SizeBins.of(SizeUnit.PIXEL, 1, 2, 3);
        for (int model = 0; model < 1000; model++) {
            now.addAndGet(Duration.ofMinutes(10).toNanos());
            meters.answered("m" + model, Histogram.of(bins, Basis.NUMBER, 0.25, 0.75), new Novelty(1, 2));
        }

        assertThat(registry.find("bubblegram.predictions").counters()).hasSizeLessThanOrEqualTo(21);
        assertThat(registry.find("bubblegram.predicted.fraction").gauges()).hasSize(2 * 20);
        assertThat(registry.find("bubblegram.novelty.ratio").gauges()).hasSize(20);
        assertThat(registry.find("bubblegram.predictions.unlike").counters()).hasSize(20);
    }
}
