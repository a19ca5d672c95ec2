package org.bubblegram.web;

import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import org.bubblegram.loss.LossDescription;
import org.jspecify.annotations.Nullable;

/** What the fields of a training spec and of a loss mean, in the OpenAPI document; their types know nothing of it. */
final class SpecDescriptions {
    private static final Map<String, Map<String, String>> FIELDS = Map.of(
            "TrainingJobRequest",
            Map.of(
                    "loss", "What is minimized; softmax-cross-entropy if absent.",
                    "epochs",
                            "Most passes over the training split; 300 for the head alone and 30 for everything if absent.",
                    "batchSize", "Images a step; 64 for the head alone and 16 for everything if absent.",
                    "seed", "Decides initial weights, split, order and augmentation; 1 if absent."),
            "BackboneSpec",
            Map.of(
                    "weights",
                            "Name of a configured backbone, or `none` for random weights; the default one if absent.",
                    "trainable", "Which part learns: `none` the head alone, `all` everything; `none` if absent."),
            "HeadSpec",
            Map.of("pooling", "How the feature map becomes one value a channel; `max` if absent."),
            "InputSpec",
            Map.of("size", "Side in pixels of the square that pictures are resized to; 224 if absent."),
            "OptimizerSpec",
            Map.of(
                    "learningRate", "Step length; fits what is trained if absent.",
                    "weightDecay", "Pull of the weights to zero; fits what is trained if absent."),
            "EarlyStoppingSpec",
            Map.of(
                    "metric", "What is watched on the validation split; `emd` if absent.",
                    "patience", "Epochs without improvement after which training stops."),
            "LossDescription",
            Map.of(
                    "type", "What a training job names it by.",
                    "formula", LossDescription.TERMS + ".",
                    "activation", "How its network's logits become fractions.",
                    "parameters", "Fields beside `type`, all optional.",
                    "when", "When to choose it.",
                    "source", "Where it was published; absent where it is textbook."),
            "Parameter",
            Map.of(
                    "type", "As in JSON Schema: `number` or `string`.",
                    "default", "What it is if absent.",
                    "minimum", "Absent where it has choices.",
                    "maximum", "Absent where it has choices.",
                    "choices", "Absent where it is a number."),
            "SplitSpec",
            Map.of(
                    "validation", "Fraction of the samples that choose the best epoch; 0.15 if absent.",
                    "test", "Fraction of the samples looked at once, in the end; 0.2 if absent.",
                    "by", "What stays in one split: `group` keeps groups together, `sample` ignores them."));

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
