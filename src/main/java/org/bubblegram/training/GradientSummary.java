package org.bubblegram.training;

import org.jspecify.annotations.Nullable;

/**
 * How the gradients of the last layer scattered over an epoch; null where it had too few steps or samples to tell.
 *
 * @param variance over the samples of a step, of d loss_i / d w, unbiased, mean over the weights w of the last layer and
 *     over the steps looked at; all weights of the network stand still within a step. Null where each step has one sample
 * @param batchVariance half the mean squared difference of the gradients of neighbouring steps, of at most 16 steps looked
 *     at in the epoch, times the step's samples, mean over the weights: the same as {@code variance} where samples are
 *     independent, and more where they share noise, as one draw of the weights for a whole batch makes them. The weights
 *     move between those steps, so it also holds what that changes of the gradient; compare it at small learning rates
 * @param noiseScale the batch size at which noise and signal are alike: trace of the covariance by the squared length of
 *     the true gradient (McCandlish et al., An empirical model of large-batch training, 2018, equation 2.9)
 * @param suggestedBatchSize that number as a batch size: smaller ones take as many more steps as they save pictures,
 *     larger ones waste pictures; at most the number of training samples
 */
public record GradientSummary(
        @Nullable Double variance,
        @Nullable Double batchVariance,
        @Nullable Double noiseScale,
        @Nullable Integer suggestedBatchSize) {
    static final GradientSummary UNKNOWN = new GradientSummary(null, null, null, null);
}
