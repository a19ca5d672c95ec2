package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * Divergence and error of the mean size (Gao et al. 2018): KL(y, p) + weight |E_p c - E_y c| / (c_K - c_1), c the bins'
 * centres.
 *
 * @param weight 1 if absent
 */
public record KullbackLeiblerExpectation(
        @DecimalMin("0") @DecimalMax("100") Double weight) implements Loss {
    public KullbackLeiblerExpectation(@Nullable Double weight) {
        this.weight = weight == null ? Double.valueOf(1) : weight;
    }

    @Override
    public NDArray perSample(NDArray logits, Targets targets) {
        NDArray logP = targets.hide(logits).logSoftmax(-1);
        NDArray meanError = logP.exp()
                .sub(targets.fractions())
                .mul(targets.centres())
                .sum(new int[] {-1})
                .abs()
                .div(targets.range());
        return Divergence.kullbackLeibler(targets.fractions(), logP).add(meanError.mul(weight));
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
