package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.core.Linear;
import org.bubblegram.engine.Scalars;

/**
 * A linear layer whose weights are independent normal variables; its bias is fixed.
 *
 * @param means (K, H)
 * @param logDeviations (K, H), natural logarithms
 * @param bias (K)
 */
record VariationalLayer(NDArray means, NDArray logDeviations, NDArray bias) {
    // the square root has no gradient at 0, where the inputs of an example are all 0
    private static final double SMALLEST_VARIANCE = 1e-12;

    /** (B, H) -> (B, K): the expectation, h M^T + b. */
    NDArray mean(NDArray inputs) {
        return Linear.linear(inputs, means, bias).singletonOrThrow();
    }

    /** (B, H) -> (B, K): the variance, h^2 (S^2)^T. */
    NDArray variance(NDArray inputs) {
        NDArray variances = Scalars.times(logDeviations, 2).exp(); // (K, H)
        return Linear.linear(inputs.square(), variances).singletonOrThrow();
    }

    /** (B, H) -> (B, K) by one draw of the weights; {@code noise} (K, H) is standard normal. */
    NDArray perBatch(NDArray inputs, NDArray noise) {
        NDArray drawn = means.add(logDeviations.exp().mul(noise)); // (K, H)
        return Linear.linear(inputs, drawn, bias).singletonOrThrow();
    }

    /**
     * (B, H) -> (B, K) by a draw for each example: Kingma, Salimans and Welling 2015, equation 6; {@code noise} (B, K) is
     * standard normal.
     */
    NDArray perExample(NDArray inputs, NDArray noise) {
        NDArray deviation = Scalars.atLeast(variance(inputs), SMALLEST_VARIANCE).sqrt(); // (B, K)
        return mean(inputs).add(deviation.mul(noise));
    }

    /**
     * Kullback-Leibler divergence from the prior N(0, p^2), a scalar: the sum over weights N(m, s^2) of
     * log(p / s) + (s^2 + m^2) / (2 p^2) - 1/2. At least 0; 0 where the weights are the prior.
     */
    NDArray divergence(double priorDeviation) {
        NDArray logRatio = logDeviations.sub(Math.log(priorDeviation)); // (K, H), log(s / p)
        NDArray squares = Scalars.times(logRatio, 2)
                .exp()
                .add(Scalars.times(means, 1 / priorDeviation).square()); // (s^2 + m^2) / p^2
        return Scalars.times(squares.sub(1), 0.5).sub(logRatio).sum();
    }
}
