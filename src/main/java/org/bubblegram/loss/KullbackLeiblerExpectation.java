package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.bubblegram.engine.Scalars;
import org.jspecify.annotations.Nullable;

/**
 * Divergence and error of the mean size (Gao et al. 2018): KL(y, p) + weight |E_p c - E_y c| / (c_K - c_1), c the bins'
 * centres.
 *
 * @param weight 1 if absent
 */
@Description(
        formula = "sum y log(y / p) + weight |sum (p - y) c| / (c_K - c_1)",
        when = "The mean size has to be right too, not the histogram alone.",
        source = "Gao et al. 2018")
public record KullbackLeiblerExpectation(
        @DecimalMin("0")
        @DecimalMax("100")
        @Description.Parameter("How much the error of the mean size counts beside the divergence.")
        Double weight)
        implements Loss {
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
        return Divergence.kullbackLeibler(targets.fractions(), logP).add(Scalars.times(meanError, weight));
    }

    @Override
    public double at(Answer answer) {
        double meanError = answer.sum(k -> (answer.predicted[k] - answer.target[k]) * answer.centres[k]);
        return Divergence.kullbackLeibler(answer) + weight * Math.abs(meanError) / answer.range();
    }

    @Override
    public Activation activation() {
        return Activation.SOFTMAX;
    }
}
