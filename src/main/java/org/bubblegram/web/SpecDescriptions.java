package org.bubblegram.web;

import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import org.bubblegram.loss.LossDescription;
import org.jspecify.annotations.Nullable;

/** What the fields of a training spec and of a loss mean, in the OpenAPI document; their types know nothing of it. */
final class SpecDescriptions {
    private static final Map<String, Map<String, String>> FIELDS = Map.ofEntries(
            Map.entry(
                    "TrainingJobRequest",
                    Map.of(
                            "loss",
                            "What is minimized; softmax-cross-entropy if absent.",
                            "stages",
                            "Stages before the last, each of a shallower part; the other fields describe the last.",
                            "epochs",
                            "Most passes over the training split; fits what is trained if absent.",
                            "batchSize",
                            "Images in memory at once; fits what is trained if absent.",
                            "accumulationSteps",
                            "Batches that make one step, whose gradient is that of one batch of all; 1 if absent.",
                            "gradientClipNorm",
                            "Longer gradients are shortened to this length; never if absent.",
                            "seed",
                            "Decides initial weights, split, order, augmentation and all noise; 1 if absent.")),
            Map.entry(
                    "BackboneSpec",
                    Map.of(
                            "weights",
                                    "Name of a configured backbone, or `none` for random weights; the default one if absent.",
                            "trainable",
                                    "How deep training reaches: `none` the head alone, `layer4` and `layer3` the last one or two layers too, `all` everything; `none` if absent.")),
            Map.entry(
                    "HeadSpec",
                    Map.of(
                            "pooling", "How the feature map becomes one value a channel; `max` if absent.",
                            "hiddenUnits", "Units of each dense layer before the last one; none if absent.",
                            "normalization",
                                    "`standardize` gives each feature mean 0 and deviation 1 over the training split.",
                            "temperature", "Divides the logits; 1 if absent.")),
            Map.entry(
                    "DropoutSpec",
                    Map.of(
                            "rate",
                                    "Share of units dropped while learning, after each hidden layer, or of the features where there is none; 0 if absent.",
                            "rescale",
                                    "Whether kept units are scaled up by 1/(1-rate) while learning, as if absent; else all are scaled down by 1-rate at prediction.")),
            Map.entry(
                    "VariationalSpec",
                    Map.of(
                            "sampling",
                                    "What is drawn while learning: the logits of each example, or the weights once a step; `local-reparameterization` if absent.",
                            "priorDeviation", "Deviation of the weights' normal prior around 0; 0.3 if absent.",
                            "initialDeviation", "Deviation of each weight before training; 0.02 if absent.",
                            "weight", "Factor of the divergence from the prior beside the loss; 1 if absent.")),
            Map.entry(
                    "InputSpec",
                    Map.of("size", "Side in pixels of the square that pictures are resized to; 224 if absent.")),
            Map.entry(
                    "OptimizerSpec",
                    Map.of(
                            "type", "`adamw` if absent.",
                            "learningRate", "Step length; fits what is trained if absent.",
                            "weightDecay",
                                    "Pull of the weights to zero, sparing biases and norms; fits what is trained if absent.",
                            "momentum", "Of `sgd` alone; 0.9 if absent.",
                            "schedule",
                                    "How the learning rate changes after the warm-up; fits what is trained if absent.",
                            "warmupSteps", "Steps over which the learning rate rises linearly from 0; 0 if absent.",
                            "layerDecay",
                                    "The learning rate of layer4 is this times the head's, of layer3 its square, and so on; 1 if absent.")),
            Map.entry(
                    "StageSpec",
                    Map.of(
                            "trainable", "Which part learns; shallower than that of the next stage.",
                            "epochs", "Most passes over the training split; fits what is trained if absent.",
                            "batchSize", "Images (or features) in memory at once; fits what is trained if absent.",
                            "patience", "Epochs without improvement after which the stage ends.")),
            Map.entry(
                    "AugmentationSpec",
                    Map.of(
                            "flipsAndTurns",
                            "Whether pictures are seen in all eight flips and quarter turns; true if absent.",
                            "mixup",
                            "Alpha of blending pictures and histograms in pairs; 0, which is off, if absent; for `all` alone.",
                            "lighting",
                            "Strength of random contrast, brightness and colour, 0 to 1; 0, which is off, if absent; for `all` alone.")),
            Map.entry(
                    "AveragingSpec",
                    Map.of(
                            "decay",
                            "Of the moving average of the weights, which is then what is kept; 0, which is off, if absent.")),
            Map.entry(
                    "EarlyStoppingSpec",
                    Map.of(
                            "metric", "What is watched on the validation split; `emd` if absent.",
                            "patience", "Epochs without improvement after which training stops.")),
            Map.entry(
                    "GradientSummary",
                    Map.of(
                            "variance",
                                    "Of the single samples' gradients within a step, mean over the weights of the last layer; absent where each step has one sample, as all fields here.",
                            "batchVariance",
                                    "Half the mean squared difference of the gradients of neighbouring steps (at most 16 an epoch), times the batch size: as `variance` where samples share no noise. Weights move between steps, so it holds what that changes too.",
                            "noiseScale",
                                    "The batch size at which noise and signal are alike; absent where noise hides the signal.",
                            "suggestedBatchSize", "That as a batch size, at most the number of training samples.")),
            Map.entry(
                    "LossDescription",
                    Map.of(
                            "type", "What a training job names it by.",
                            "formula", LossDescription.TERMS + ".",
                            "activation", "How its network's logits become fractions.",
                            "parameters", "Fields beside `type`, all optional.",
                            "when", "When to choose it.",
                            "source", "Where it was published; absent where it is textbook.")),
            Map.entry(
                    "Parameter",
                    Map.of(
                            "type", "As in JSON Schema: `number` or `string`.",
                            "default", "What it is if absent.",
                            "minimum", "Absent where it has choices.",
                            "maximum", "Absent where it has choices.",
                            "choices", "Absent where it is a number.")),
            Map.entry(
                    "SplitSpec",
                    Map.of(
                            "validation", "Fraction of the samples that choose the best epoch; 0.15 if absent.",
                            "test", "Fraction of the samples looked at once, in the end; 0.2 if absent.",
                            "by", "What stays in one split: `group` keeps groups together, `sample` ignores them.")),
            Map.entry(
                    "LossComparisonRequest",
                    Map.of(
                            "losses",
                                    "At least two, each other; the same type may come with several parameters. Every type with "
                                            + "its defaults if absent.",
                            "folds", "How often each loss trains, each time with another part held out; 3 if absent.",
                            "metric", "What the recommendation goes by; `emd` if absent.",
                            "epochs", "Passes over the training part of a fold; 30 if absent.",
                            "batchSize", "Features a step; 128 if absent.",
                            "split", "As of the training jobs that follow; the test split that it makes takes no part.",
                            "seed", "Decides initial weights, split, folds and order; 1 if absent.")),
            Map.entry(
                    "FrozenBackbone",
                    Map.of(
                            "weights",
                            "Name of a configured backbone, or `none` for random weights; the default one if absent.")),
            Map.entry(
                    "LinearHead",
                    Map.of("pooling", "How the feature map becomes one value a channel; `max` if absent.")),
            Map.entry(
                    "StepSpec",
                    Map.of(
                            "learningRate", "At the first step; it falls in a straight line to 0. 0.001 if absent.",
                            "weightDecay", "Pull of the weights to zero; 3 if absent.")),
            Map.entry(
                    "LossTable",
                    Map.of(
                            "metric", "What the recommendation goes by.",
                            "losses", "Best first.",
                            "constantAnswer",
                                    "By metric: what answering the mean training histogram of each fold scores.",
                            "constantAnswerLosses", "Likewise, by type of loss.")),
            Map.entry(
                    "LossRow",
                    Map.of(
                            "metrics",
                            "Weighted means over the samples held out, by metric; absent where training diverged.",
                            "losses",
                            "Likewise of every loss with its default parameters, at the predicted fractions, by type.")),
            Map.entry(
                    "FoldMean",
                    Map.of(
                            "mean", "Over the folds.",
                            "low",
                                    "Of the 95 % confidence interval by Student's t over folds; it may reach beyond the metric's "
                                            + "range.",
                            "high", "Likewise.",
                            "values", "One a fold.")),
            Map.entry(
                    "Recommendation",
                    Map.of(
                            "loss", "The best mean of the metric; absent where none beats the constant answer.",
                            "sentence", "The same in plain words.",
                            "equallyGood",
                                    "Losses better than the constant answer whose difference from the best one, taken fold by "
                                            + "fold, has a 95 % confidence interval that holds 0.")),
            Map.entry(
                    "EvaluationJob",
                    Map.of(
                            "model", "The version that the reference meant, `name@version`.",
                            "split", "The part of the data set; all of it if absent.",
                            "result", "Once succeeded; lists leave it out.")),
            Map.entry(
                    "EvaluationResult",
                    Map.of(
                            "bins", "Of `target` and `prediction` of each sample.",
                            "loss", "What the model was trained by; the loss of each sample is this one's.",
                            "constantAnswer", "The mean histogram of what the model was trained on.",
                            "report", "Every metric and every loss, beside what the constant answer scores.")),
            Map.entry(
                    "Anomalies",
                    Map.of(
                            "median", "Of the losses.",
                            "deviation", "1.4826 times the median absolute deviation of the losses from their median.",
                            "threshold", "Samples of a loss above median + 3.5 deviations are anomalies.",
                            "count", "How many they are.")));

    private SpecDescriptions() {}

    static void complete(Map<String, Schema<?>> schemas) {
        FIELDS.forEach((name, descriptions) -> {
            Schema<?> schema = schemas.get(name);
            if (schema != null && schema.getProperties() != null) {
                descriptions.forEach(
                        (field, text) -> describe(schema.getProperties().get(field), text));
            }
        });
    }

    private static void describe(@Nullable Object field, String text) {
        if (field instanceof Schema<?> schema) {
            schema.setDescription(text);
        }
    }
}
