package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * Dropout (Srivastava et al. 2014) after each hidden layer; on the features where there is none.
 *
 * @param rate share of units dropped, 0 to below 1; 0 if absent
 * @param rescale whether kept units are scaled up while learning, which is so if absent; else all are scaled down at
 *     prediction
 */
public record DropoutSpec(
        @DecimalMin("0") @DecimalMax(value = "1", inclusive = false)
        Double rate,

        Boolean rescale) {
    public DropoutSpec(@Nullable Double rate, @Nullable Boolean rescale) {
        this.rate = rate == null ? Double.valueOf(0) : rate;
        this.rescale = rescale == null ? Boolean.TRUE : rescale;
    }
}
