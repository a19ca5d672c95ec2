package org.bubblegram.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.dataset.SplitSpec;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.SoftmaxCrossEntropy;
import org.jspecify.annotations.Nullable;

/**
 * How to train. Every field has a default that trains well; the limits stand beside the fields.
 *
 * @param loss what is minimized
 * @param stages stages before the last, each of a shallower part; the last is what the other fields describe
 * @param epochs most passes over the training split
 * @param batchSize images (or features) in memory at once: a micro-batch
 * @param accumulationSteps micro-batches a step of the optimizer; their gradients add up to that of one batch of all
 * @param gradientClipNorm longer gradients are shortened to this length; never if absent
 * @param seed decides initial weights, split, order, augmentation and all noise
 */
public record TrainingSpec(
        @Valid Loss loss,
        @Valid BackboneSpec backbone,
        @Valid HeadSpec head,
        @Valid InputSpec input,
        @Size(max = 3) List<@NotNull @Valid StageSpec> stages,
        @Valid OptimizerSpec optimizer,
        @Min(1) @Max(10_000) Integer epochs,
        @Min(1) @Max(StageSpec.MOST_BATCH_SIZE) Integer batchSize,
        @Min(1) @Max(1024) Integer accumulationSteps,
        @DecimalMin("1e-6") @DecimalMax("1e6") @Nullable Double gradientClipNorm,
        @Valid AugmentationSpec augmentation,
        @Valid AveragingSpec weightAveraging,
        @Valid EarlyStoppingSpec earlyStopping,
        @Valid SplitSpec split,
        Long seed) {
    @SuppressWarnings("checkstyle:ParameterNumber") // the one place that fills in every default
    public TrainingSpec(
            @Nullable Loss loss,
            @Nullable BackboneSpec backbone,
            @Nullable HeadSpec head,
            @Nullable InputSpec input,
            @Nullable List<StageSpec> stages,
            @Nullable OptimizerSpec optimizer,
            @Nullable Integer epochs,
            @Nullable Integer batchSize,
            @Nullable Integer accumulationSteps,
            @Nullable Double gradientClipNorm,
            @Nullable AugmentationSpec augmentation,
            @Nullable AveragingSpec weightAveraging,
            @Nullable EarlyStoppingSpec earlyStopping,
            @Nullable SplitSpec split,
            @Nullable Long seed) {
        this.backbone = backbone == null ? new BackboneSpec(null, null) : backbone;
        Suited suited = Suited.to(this.backbone.trainable());
        this.loss = loss == null ? new SoftmaxCrossEntropy(null) : loss;
        this.head = head == null ? HeadSpec.defaults() : head;
        this.input = input == null ? new InputSpec(null) : input;
        this.stages = completed(stages == null ? suited.stages() : stages);
        OptimizerSpec asked = optimizer == null ? OptimizerSpec.defaults() : optimizer;
        this.optimizer = asked.completed(this.backbone.trainable());
        this.epochs = epochs == null ? Integer.valueOf(suited.epochs()) : epochs;
        this.batchSize = batchSize == null ? Integer.valueOf(suited.batchSize()) : batchSize;
        this.accumulationSteps = accumulationSteps == null ? Integer.valueOf(1) : accumulationSteps;
        this.gradientClipNorm = gradientClipNorm;
        this.augmentation = augmentation == null ? new AugmentationSpec(null, null, null) : augmentation;
        this.weightAveraging = weightAveraging == null ? new AveragingSpec(null) : weightAveraging;
        EarlyStoppingSpec stopping = earlyStopping == null ? new EarlyStoppingSpec(null, null) : earlyStopping;
        this.earlyStopping = stopping.completed(this.backbone.trainable());
        this.split = split == null ? new SplitSpec(null, null, null) : split;
        this.seed = seed == null ? Long.valueOf(1) : seed;
    }

    /** Wrong ones, which validation will name, stay as they are. */
    private static List<StageSpec> completed(List<StageSpec> stages) {
        List<StageSpec> completed = new ArrayList<>();
        for (@Nullable StageSpec stage : stages) {
            completed.add(stage == null || stage.trainable() == null ? stage : stage.completed());
        }
        return java.util.Collections.unmodifiableList(completed);
    }

    /** Most epochs over all stages. */
    @JsonIgnore
    public int totalEpochs() {
        return epochs + stages.stream().mapToInt(StageSpec::mostEpochs).sum();
    }

    /** The same spec, starting from a named backbone. */
    TrainingSpec withWeights(String name) {
        return toBuilder()
                .backbone(new BackboneSpec(name, backbone.trainable()))
                .build();
    }

    /** The same spec with another input. */
    public TrainingSpec with(InputSpec other) {
        return toBuilder().input(other).build();
    }

    /** All defaults. */
    public static TrainingSpec defaults() {
        return builder().build();
    }

    /** Nothing said yet. */
    public static TrainingSpecBuilder builder() {
        return new TrainingSpecBuilder();
    }

    private TrainingSpecBuilder toBuilder() {
        return new TrainingSpecBuilder(this);
    }
}
