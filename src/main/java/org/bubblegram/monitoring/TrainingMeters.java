package org.bubblegram.monitoring;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import org.bubblegram.training.EpochResult;
import org.bubblegram.training.TrainingListener;
import org.jspecify.annotations.Nullable;

/** How the training job of this process gets on: its last epoch, which stays after its end. NaN before there is any. */
final class TrainingMeters implements TrainingListener, MeterBinder {
    private final InstantSource clock;
    private volatile @Nullable EpochResult last;
    private volatile double progress = Double.NaN;
    private volatile double progressAt = Double.NaN;

    TrainingMeters(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void onProgress(double done) {
        progress = done;
        progressAt = clock.millis() / 1000.0;
    }

    @Override
    public void onEpoch(EpochResult result) {
        last = result;
    }

    @Override
    public void onNotice(String code, String message) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        epoch(registry, "epoch", "The last epoch, from 1, over all stages", EpochResult::epoch);
        epoch(registry, "loss", "Mean loss over the training split in the last epoch", EpochResult::trainLoss);
        epoch(registry, "validation.loss", "Likewise over the validation split", EpochResult::validationLoss);
        epoch(registry, "gradient.norm", "Mean length of the last epoch's gradients", EpochResult::gradientNorm);
        epoch(
                registry,
                "images.per.second",
                "Views learned from a second in the last epoch",
                EpochResult::imagesPerSecond);
        Gauge.builder("bubblegram.training.progress", () -> progress)
                .description("How much of the work that there is at most is done, 0 to 1")
                .register(registry);
        Gauge.builder("bubblegram.training.progress.timestamp", () -> progressAt)
                .description("When training last got on, in seconds since 1970")
                .baseUnit("seconds")
                .register(registry);
    }

    private void epoch(MeterRegistry registry, String name, String description, ToDoubleFunction<EpochResult> value) {
        Gauge.builder("bubblegram.training." + name, () -> {
                    EpochResult result = last;
                    return result == null ? Double.NaN : value.applyAsDouble(result);
                })
                .description(description)
                .register(registry);
    }
}
