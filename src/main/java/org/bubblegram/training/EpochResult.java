package org.bubblegram.training;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One epoch.
 *
 * @param epoch from 1, over all stages
 * @param step optimizer steps so far, over all stages
 * @param trainable what learned in it; null for epochs recorded by version 0.1
 * @param trainLoss weighted mean of the per-sample losses over the epoch
 * @param validationLoss likewise over the validation split
 * @param validation each metric by its key, weighted mean over the validation split
 * @param validationLosses likewise each loss by its type, with default parameters and at the predicted fractions
 * @param constantDistance earth mover's distance of the validation split's answers from the constant answer, in bins, mean:
 *     near 0 nothing is read from the pictures; null for epochs recorded by version 0.1
 * @param learningRate at the epoch's last step
 * @param weightNorm Euclidean norm of the learned weights
 * @param gradientNorm Euclidean norm of the gradient before any clipping, mean over the epoch's steps
 * @param gradients how the last layer's gradients scattered
 * @param imagesPerSecond views (or cached activations) learned from per second
 * @param residentBytes memory of the process, null where the system does not tell
 * @param best whether this is the best epoch so far
 */
public record EpochResult(
        int epoch,
        long step,
        @Nullable Trainable trainable,
        double trainLoss,
        double validationLoss,
        Map<String, Double> validation,
        Map<String, Double> validationLosses,
        @Nullable Double constantDistance,
        double learningRate,
        double weightNorm,
        double gradientNorm,
        GradientSummary gradients,
        double imagesPerSecond,
        @Nullable Long residentBytes,
        boolean best) {
    public EpochResult {
        // epochs recorded by version 0.1 have neither
        validationLosses = validationLosses == null ? Map.of() : validationLosses;
        gradients = gradients == null ? GradientSummary.UNKNOWN : gradients;
    }
}
