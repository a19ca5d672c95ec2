package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;

/**
 * Blends each picture, and its histogram, with one drawn from the whole training split: Zhang et al., mixup: beyond
 * empirical risk minimization, 2018, equation 1. The share depends on seed, epoch and example alone.
 *
 * <p>That equation is the sum of both samples' losses, in shares, for the cross-entropy, which is linear in the target. So
 * it is here where samples weigh differently: each share of a histogram is multiplied by the weight of its sample, and the
 * example weighs what they sum to. A sample of hardly any weight teaches hardly anything, as a partner too.
 */
final class Mixup implements Batches {
    private final ImageBatches images;
    private final double alpha;
    private final int views;
    private final long seed;

    /** @param augmentation with a mixup above 0: shares are drawn from Beta(mixup, mixup) */
    Mixup(ImageBatches images, AugmentationSpec augmentation, long seed) {
        this.images = images;
        this.alpha = augmentation.mixup();
        this.views = augmentation.views();
        this.seed = seed;
    }

    @Override
    public Batch load(NDManager manager, int epoch, int[] examples) throws IOException {
        int[] partners = new int[examples.length];
        float[] shares = new float[examples.length];
        float[] weights = new float[examples.length];
        List<double[]> targets = new ArrayList<>();
        for (int i = 0; i < examples.length; i++) {
            SplittableRandom random = Example.random(seed, epoch, examples[i]);
            int sample = random.nextInt(images.labels().samples().size());
            partners[i] = Example.of(sample, random.nextInt(views));
            shares[i] = (float) beta(alpha, random);
            Sample one = images.labels().sample(examples[i]);
            Sample other = images.labels().sample(partners[i]);
            double weight = shares[i] * one.weight() + (1 - shares[i]) * other.weight();
            weights[i] = (float) weight;
            targets.add(blend(one.target().fractions(), other.target().fractions(), shares[i] * one.weight() / weight));
        }
        NDArray share = manager.create(shares, new Shape(examples.length, 1, 1, 1));
        NDArray inputs = images.images(manager, epoch, examples).mul(share);
        inputs.addi(images.images(manager, epoch, partners).mul(share.neg().add(1)));
        return images.labels().batch(manager, inputs, targets, weights);
    }

    /**
     * By Jöhnk's method (1964), which suits alphas up to 1: with x = u^(1/alpha) and y = v^(1/alpha), x / (x + y) once x + y
     * is at most 1. In logarithms, for small alphas both x and y are below the least double nearly always.
     */
    static double beta(double alpha, SplittableRandom random) {
        while (true) {
            double logU = Math.log(1 - random.nextDouble()); // of (0, 1]
            double logV = Math.log(1 - random.nextDouble());
            if (Math.exp(logU / alpha) + Math.exp(logV / alpha) <= 1) {
                return 1 / (1 + Math.exp((logV - logU) / alpha));
            }
        }
    }

    /** A bin unknown in either is unknown, the rest is rescaled to sum to 1; where nothing is left, the first stays as it is. */
    static double[] blend(double[] one, double[] other, double share) {
        double[] blended = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            blended[i] = share * one[i] + (1 - share) * other[i]; // NaN where either is
        }
        double sum = Arrays.stream(blended)
                .filter(fraction -> !Double.isNaN(fraction))
                .sum();
        return sum > 0 ? Arrays.stream(blended).map(fraction -> fraction / sum).toArray() : one;
    }
}
