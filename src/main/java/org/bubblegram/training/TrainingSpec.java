package org.bubblegram.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.bubblegram.dataset.SplitSpec;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.jspecify.annotations.Nullable;

/**
 * How to train. Every field has a default that trains well; the limits stand beside the fields.
 *
 * @param loss what is minimized
 * @param epochs most passes over the training split
 * @param batchSize images (or features) a step
 * @param seed decides initial weights, split, order and augmentation
 */
public record TrainingSpec(
        @Valid Loss loss,
        @Valid BackboneSpec backbone,
        @Valid HeadSpec head,
        @Valid InputSpec input,
        @Valid OptimizerSpec optimizer,
        @Min(1) @Max(10_000) Integer epochs,
        @Min(1) @Max(1024) Integer batchSize,
        @Valid EarlyStoppingSpec earlyStopping,
        @Valid SplitSpec split,
        Long seed) {
    @SuppressWarnings("checkstyle:ParameterNumber") // the one place that fills in every default
    public TrainingSpec(
            @Nullable Loss loss,
            @Nullable BackboneSpec backbone,
            @Nullable HeadSpec head,
            @Nullable InputSpec input,
            @Nullable OptimizerSpec optimizer,
            @Nullable Integer epochs,
            @Nullable Integer batchSize,
            @Nullable EarlyStoppingSpec earlyStopping,
            @Nullable SplitSpec split,
            @Nullable Long seed) {
        this.loss = loss == null ? new SoftmaxCrossEntropy(null) : loss;
        this.backbone = backbone == null ? new BackboneSpec(null, null) : backbone;
        this.head = head == null ? HeadSpec.defaults() : head;
        this.input = input == null ? new InputSpec(null) : input;
        OptimizerSpec asked = optimizer == null ? new OptimizerSpec(null, null, null) : optimizer;
        this.optimizer = asked.completed(this.backbone.trainable());
        this.epochs = epochs == null ? Integer.valueOf(this.backbone.trainable() == Trainable.NONE ? 300 : 30) : epochs;
        this.batchSize =
                batchSize == null ? Integer.valueOf(this.backbone.trainable() == Trainable.NONE ? 64 : 16) : batchSize;
        EarlyStoppingSpec stopping = earlyStopping == null ? new EarlyStoppingSpec(null, null) : earlyStopping;
        this.earlyStopping = stopping.completed(this.backbone.trainable());
        this.split = split == null ? new SplitSpec(null, null, null) : split;
        this.seed = seed == null ? Long.valueOf(1) : seed;
    }

    /** The same spec, starting from a named backbone. */
    TrainingSpec withWeights(String name) {
        return new TrainingSpec(
                loss,
                new BackboneSpec(name, backbone.trainable()),
                head,
                input,
                optimizer,
                epochs,
                batchSize,
                earlyStopping,
                split,
                seed);
    }

    /** The same spec with another input. */
    public TrainingSpec with(InputSpec other) {
        return new TrainingSpec(loss, backbone, head, other, optimizer, epochs, batchSize, earlyStopping, split, seed);
    }

    /** All defaults. */
    public static TrainingSpec defaults() {
        return new TrainingSpec(null, null, null, null, null, null, null, null, null, null);
    }
}
