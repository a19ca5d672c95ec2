package org.bubblegram.web;

import io.swagger.v3.oas.models.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields of a training spec mean, in the OpenAPI document; their types know nothing of it. */
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
