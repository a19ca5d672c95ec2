package org.bubblegram.training;

import java.util.List;
import org.bubblegram.dataset.SplitSpec;
import org.bubblegram.loss.Loss;
import org.jspecify.annotations.Nullable;

/** A training spec in the making; what is left out gets its default. */
public final class TrainingSpecBuilder {
    private @Nullable Loss loss;
    private @Nullable BackboneSpec backbone;
    private @Nullable HeadSpec head;
    private @Nullable InputSpec input;
    private @Nullable List<StageSpec> stages;
    private @Nullable OptimizerSpec optimizer;
    private @Nullable Integer epochs;
    private @Nullable Integer batchSize;
    private @Nullable Integer accumulationSteps;
    private @Nullable Double gradientClipNorm;
    private @Nullable AugmentationSpec augmentation;
    private @Nullable AveragingSpec weightAveraging;
    private @Nullable EarlyStoppingSpec earlyStopping;
    private @Nullable SplitSpec split;
    private @Nullable Long seed;

    TrainingSpecBuilder() {}

    TrainingSpecBuilder(TrainingSpec spec) {
        loss = spec.loss();
        backbone = spec.backbone();
        head = spec.head();
        input = spec.input();
        stages = spec.stages();
        optimizer = spec.optimizer();
        epochs = spec.epochs();
        batchSize = spec.batchSize();
        accumulationSteps = spec.accumulationSteps();
        gradientClipNorm = spec.gradientClipNorm();
        augmentation = spec.augmentation();
        weightAveraging = spec.weightAveraging();
        earlyStopping = spec.earlyStopping();
        split = spec.split();
        seed = spec.seed();
    }

    public TrainingSpecBuilder loss(@Nullable Loss value) {
        loss = value;
        return this;
    }

    public TrainingSpecBuilder backbone(@Nullable BackboneSpec value) {
        backbone = value;
        return this;
    }

    public TrainingSpecBuilder head(@Nullable HeadSpec value) {
        head = value;
        return this;
    }

    public TrainingSpecBuilder input(@Nullable InputSpec value) {
        input = value;
        return this;
    }

    public TrainingSpecBuilder stages(@Nullable List<StageSpec> value) {
        stages = value;
        return this;
    }

    public TrainingSpecBuilder optimizer(@Nullable OptimizerSpec value) {
        optimizer = value;
        return this;
    }

    public TrainingSpecBuilder epochs(@Nullable Integer value) {
        epochs = value;
        return this;
    }

    public TrainingSpecBuilder batchSize(@Nullable Integer value) {
        batchSize = value;
        return this;
    }

    public TrainingSpecBuilder accumulationSteps(@Nullable Integer value) {
        accumulationSteps = value;
        return this;
    }

    public TrainingSpecBuilder gradientClipNorm(@Nullable Double value) {
        gradientClipNorm = value;
        return this;
    }

    public TrainingSpecBuilder augmentation(@Nullable AugmentationSpec value) {
        augmentation = value;
        return this;
    }

    public TrainingSpecBuilder weightAveraging(@Nullable AveragingSpec value) {
        weightAveraging = value;
        return this;
    }

    public TrainingSpecBuilder earlyStopping(@Nullable EarlyStoppingSpec value) {
        earlyStopping = value;
        return this;
    }

    public TrainingSpecBuilder split(@Nullable SplitSpec value) {
        split = value;
        return this;
    }

    public TrainingSpecBuilder seed(@Nullable Long value) {
        seed = value;
        return this;
    }

    /** The spec, with every default filled in. */
    public TrainingSpec build() {
        return new TrainingSpec(
                loss,
                backbone,
                head,
                input,
                stages,
                optimizer,
                epochs,
                batchSize,
                accumulationSteps,
                gradientClipNorm,
                augmentation,
                weightAveraging,
                earlyStopping,
                split,
                seed);
    }
}
