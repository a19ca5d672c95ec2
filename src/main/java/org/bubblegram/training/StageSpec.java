package org.bubblegram.training;

import static java.util.Objects.requireNonNull;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A stage before the last: a shallower part learns first, so that the deeper ones need not follow a head that knows nothing.
 *
 * @param trainable which part learns
 * @param epochs most passes over the training split; fits what learns if absent
 * @param batchSize images (or features) a micro-batch; fits what learns if absent
 * @param optimizer fits what learns if absent
 * @param patience epochs without a better value before the stage ends; fits what learns if absent
 */
public record StageSpec(
        @NotNull Trainable trainable,
        @Min(1) @Max(10_000) @Nullable Integer epochs,
        @Min(1) @Max(MOST_BATCH_SIZE) @Nullable Integer batchSize,
        @Valid @Nullable OptimizerSpec optimizer,
        @Min(1) @Max(10_000) @Nullable Integer patience) {
    static final int MOST_BATCH_SIZE = 1024;

    /** A stage of which everything else suits what learns. */
    static StageSpec of(Trainable trainable) {
        return new StageSpec(trainable, null, null, null, null).completed();
    }

    /** Of a completed spec. */
    int mostEpochs() {
        return requireNonNull(epochs);
    }

    /** With what is absent filled in. */
    StageSpec completed() {
        Suited suited = Suited.to(trainable);
        OptimizerSpec asked = optimizer == null ? OptimizerSpec.defaults() : optimizer;
        return new StageSpec(
                trainable,
                epochs != null ? epochs : Integer.valueOf(suited.epochs()),
                batchSize != null ? batchSize : Integer.valueOf(suited.batchSize()),
                asked.completed(trainable),
                patience != null ? patience : Integer.valueOf(suited.patience()));
    }
}
