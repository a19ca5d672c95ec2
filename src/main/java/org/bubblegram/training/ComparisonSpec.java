package org.bubblegram.training;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.bubblegram.dataset.SplitSpec;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Losses;
import org.bubblegram.metrics.Metric;
import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * Which losses to compare, and how. Every field has a default.
 *
 * @param losses at least two; every loss with its defaults if absent
 * @param folds how often each loss trains, each time with another part held out; 3 if absent
 * @param metric what the recommendation goes by; earth mover's distance if absent
 * @param epochs passes over the training part of a fold; 30 if absent
 * @param batchSize features a step; 128 if absent
 * @param split as of the training jobs that follow: the test split it makes is left out of everything
 * @param seed decides initial weights, split, folds and order
 */
public record ComparisonSpec(
        @Size(min = 2, max = 50) List<@Valid Loss> losses,
        @Min(2) @Max(10) Integer folds,
        Metric metric,
        @Valid FrozenBackbone backbone,
        @Valid LinearHead head,
        @Valid InputSpec input,
        @Valid StepSpec optimizer,
        @Min(1) @Max(1000) Integer epochs,
        @Min(1) @Max(1024) Integer batchSize,
        @Valid SplitSpec split,
        Long seed) {
    /** Each loss there is, with its defaults. */
    public static final List<Loss> EVERY_LOSS =
            List.copyOf(Losses.withDefaults().values());

    /** @param weights name of a configured backbone, {@code none} for random ones, or absent for the default */
    public record FrozenBackbone(
            @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,63}") @Nullable
            String weights) {}

    /** @param pooling over all places of the last feature map; max if absent */
    public record LinearHead(Pooling pooling) {
        public LinearHead(@Nullable Pooling pooling) {
            this.pooling = pooling == null ? Pooling.MAX : pooling;
        }
    }

    /**
     * Steps of AdamW. The learning rate falls in a straight line to 0, so that no epoch has to be chosen.
     *
     * @param learningRate at the first step; 1e-3 if absent
     * @param weightDecay as in {@link OptimizerSpec}; 3 if absent
     */
    public record StepSpec(
            @DecimalMin("1e-8") @DecimalMax("1") Double learningRate,
            @DecimalMin("0") @DecimalMax("100") Double weightDecay) {
        public StepSpec(@Nullable Double learningRate, @Nullable Double weightDecay) {
            this.learningRate = learningRate == null ? Double.valueOf(1e-3) : learningRate;
            this.weightDecay = weightDecay == null ? Double.valueOf(3) : weightDecay;
        }
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // the one place that fills in every default
    public ComparisonSpec(
            @Nullable List<Loss> losses,
            @Nullable Integer folds,
            @Nullable Metric metric,
            @Nullable FrozenBackbone backbone,
            @Nullable LinearHead head,
            @Nullable InputSpec input,
            @Nullable StepSpec optimizer,
            @Nullable Integer epochs,
            @Nullable Integer batchSize,
            @Nullable SplitSpec split,
            @Nullable Long seed) {
        this.losses = losses == null ? EVERY_LOSS : List.copyOf(losses);
        this.folds = folds == null ? Integer.valueOf(3) : folds;
        this.metric = metric == null ? Metric.EMD : metric;
        this.backbone = backbone == null ? new FrozenBackbone(null) : backbone;
        this.head = head == null ? new LinearHead(null) : head;
        this.input = input == null ? new InputSpec(null) : input;
        this.optimizer = optimizer == null ? new StepSpec(null, null) : optimizer;
        this.epochs = epochs == null ? Integer.valueOf(30) : epochs;
        this.batchSize = batchSize == null ? Integer.valueOf(128) : batchSize;
        this.split = split == null ? new SplitSpec(null, null, null) : split;
        this.seed = seed == null ? Long.valueOf(1) : seed;
    }

    /** All defaults. */
    public static ComparisonSpec defaults() {
        return new ComparisonSpec(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same spec, on a named backbone. */
    ComparisonSpec withWeights(String name) {
        return new ComparisonSpec(
                losses,
                folds,
                metric,
                new FrozenBackbone(name),
                head,
                input,
                optimizer,
                epochs,
                batchSize,
                split,
                seed);
    }

    /** The training job on the same features. */
    TrainingSpec training() {
        return TrainingSpec.builder()
                .backbone(new BackboneSpec(backbone.weights(), Trainable.NONE))
                .head(new HeadSpec(head.pooling(), null, null, null, null, null))
                .input(input)
                .split(split)
                .seed(seed)
                .build();
    }
}
