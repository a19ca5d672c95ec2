package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * An exponential moving average of the weights over the steps, which is then what is validated and kept (Polyak and
 * Juditsky 1992).
 *
 * @param decay of the average at each step; 0, which is off, if absent
 */
public record AveragingSpec(
        @DecimalMin("0") @DecimalMax("0.99999") Double decay) {
    public AveragingSpec(@Nullable Double decay) {
        this.decay = decay == null ? Double.valueOf(0) : decay;
    }
}
