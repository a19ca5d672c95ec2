package org.bubblegram.monitoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.prediction.Novelty;
import org.bubblegram.prediction.PredictionListener;
import org.jspecify.annotations.Nullable;

/** Counts predictions by model, and keeps the mean histogram and novelty that each model answers of late. */
final class PredictionMeters implements PredictionListener {
    private static final String MODEL = "model";

    private final MeterRegistry registry;
    private final ModelLabels labels;
    private final DistributionSummary batches;
    private final Map<Refusal, Counter> refusals = new EnumMap<>(Refusal.class);
    private final Map<String, ModelMeters> models = new HashMap<>(); // guarded by this

    /** Those of one label. */
    private record ModelMeters(
            Counter answers,
            @Nullable MeanHistogram mean,
            @Nullable NoveltyMeters novelty,
            List<Meter> all) {}

    /** @param ratio mean of scores over thresholds */
    private record NoveltyMeters(MovingMean ratio, Counter unlike) {}

    PredictionMeters(MeterRegistry registry, int models, LongSupplier nanoTime) {
        this.registry = registry;
        this.labels = new ModelLabels(models, nanoTime, this::drop);
        this.batches = DistributionSummary.builder("bubblegram.prediction.batch")
                .description("Pictures that went through a network together")
                .baseUnit("pictures")
                .register(registry);
        for (Refusal why : Refusal.values()) {
            refusals.put(why, refusalCounter(why));
        }
    }

    private Counter refusalCounter(Refusal why) {
        return Counter.builder("bubblegram.prediction.refusals")
                .description("Requests without an answer, for too many were under way or their deadline passed")
                .tag("reason", why.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public synchronized void answered(String model, Histogram histogram, @Nullable Novelty novelty) {
        String label = labels.of(model);
        ModelMeters meters = models.get(label);
        if (meters != null && meters.mean != null && !meters.mean.bins().equals(histogram.bins())) {
            drop(label); // another model by the name of one that was deleted
            meters = null;
        }
        if (meters == null) {
            meters = add(label, histogram, novelty);
        }
        meters.answers.increment();
        if (meters.mean != null) {
            meters.mean.add(histogram);
        }
        if (meters.novelty != null && novelty != null) {
            meters.novelty.ratio.add(novelty.score() / novelty.threshold());
            if (novelty.outOfDistribution()) {
                meters.novelty.unlike.increment();
            }
        }
    }

    private ModelMeters add(String label, Histogram histogram, @Nullable Novelty novelty) {
        Counter answers = Counter.builder("bubblegram.predictions")
                .description("Pictures answered")
                .tag(MODEL, label)
                .register(registry);
        List<Meter> all = new ArrayList<>(List.of(answers));
        MeanHistogram mean = null;
        NoveltyMeters unlike = null;
        if (!label.equals(ModelLabels.OTHER)) { // the bins of different models have no mean
            mean = new MeanHistogram(histogram.bins());
            for (int bin = 0; bin < mean.bins().count(); bin++) {
                all.add(fraction(label, mean, bin));
            }
            unlike = novelty == null ? null : noveltyMeters(label, all);
        }
        ModelMeters meters = new ModelMeters(answers, mean, unlike, all);
        models.put(label, meters);
        return meters;
    }

    private NoveltyMeters noveltyMeters(String label, List<Meter> all) {
        MovingMean ratio = new MovingMean();
        all.add(Gauge.builder("bubblegram.novelty.ratio", ratio, MovingMean::value)
                .description("Mean of novelty over its threshold of late: above 1 where most pictures are unlike those "
                        + "learned from")
                .tag(MODEL, label)
                .register(registry));
        Counter unlike = Counter.builder("bubblegram.predictions.unlike")
                .description("Pictures answered that are unlike those learned from")
                .tag(MODEL, label)
                .register(registry);
        all.add(unlike);
        return new NoveltyMeters(ratio, unlike);
    }

    private Gauge fraction(String label, MeanHistogram mean, int bin) {
        return Gauge.builder("bubblegram.predicted.fraction", mean, histogram -> histogram.fraction(bin))
                .description("Mean of the fractions that a model answered of late, by bin")
                .tag(MODEL, label)
                .tag("bin", mean.bins().labels().get(bin))
                .register(registry);
    }

    private synchronized void drop(String label) {
        ModelMeters dropped = models.remove(label);
        if (dropped != null) {
            dropped.all.forEach(registry::remove);
        }
    }

    @Override
    public void refused(Refusal why) {
        Counter counter = refusals.get(why);
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void batchBegun(int pictures) {
        batches.record(pictures);
    }
}
