package org.bubblegram.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * When to stop, and which epoch's weights to keep: the best on the validation split.
 *
 * @param metric watched on the validation split; earth mover's distance if absent
 * @param patience epochs without a better value before training stops; fits what learns if absent
 */
public record EarlyStoppingSpec(
        Metric metric, @Min(1) @Max(10_000) @Nullable Integer patience) {
    public EarlyStoppingSpec(@Nullable Metric metric, @Nullable Integer patience) {
        this.patience = patience;
        this.metric = metric == null ? Metric.EMD : metric;
    }

    /** With what is absent filled in as suits what learns. */
    EarlyStoppingSpec completed(Trainable trainable) {
        int suited = Suited.to(trainable).patience();
        return new EarlyStoppingSpec(metric, patience != null ? patience : Integer.valueOf(suited));
    }
}
