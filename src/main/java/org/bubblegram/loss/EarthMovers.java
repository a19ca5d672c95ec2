package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/**
 * Earth mover's distance in bins: sum |C_p - C_y| over the cumulative sums C: 0 if equal, at most K - 1. Moving all mass by
 * one bin costs 1. It is not divided by the number of bins. Rubner, Tomasi and Guibas (2000), The Earth Mover's Distance as a
 * Metric for Image Retrieval, IJCV 40(2), for ordered bins.
 */
@Description(
        formula = "sum |Cp - Cy|",
        when =
                "A bin off costs less than three bins off, and the value is the EMD that is reported. Close to the answer squared-emd is calmer.",
        source = "Rubner, Tomasi and Guibas 2000")
public record EarthMovers() implements Loss {
    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        return Cumulative.difference(logits, targets).abs().sum(new int[] {-1});
    }

    @Override
    public double at(Answer answer) {
        return Arrays.stream(Cumulative.difference(answer)).map(Math::abs).sum();
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
