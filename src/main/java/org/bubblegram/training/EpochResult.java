package org.bubblegram.training;

import java.util.Map;

/**
 * One epoch.
 *
 * @param epoch from 1
 * @param step optimizer steps so far
 * @param trainLoss weighted mean of the per-sample losses over the epoch
 * @param validationLoss likewise over the validation split
 * @param validation each metric by its key, weighted mean over the validation split
 * @param learningRate at the epoch's last step
 * @param weightNorm Euclidean norm of the learned weights
 * @param gradientNorm Euclidean norm of the gradient, mean over the epoch's steps
 * @param imagesPerSecond views (or cached features) learned from per second
 * @param best whether this is the best epoch so far
 */
public record EpochResult(
        int epoch,
        long step,
        double trainLoss,
        double validationLoss,
        Map<String, Double> validation,
        double learningRate,
        double weightNorm,
        double gradientNorm,
        double imagesPerSecond,
        boolean best) {}
