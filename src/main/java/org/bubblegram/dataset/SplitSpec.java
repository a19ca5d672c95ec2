package org.bubblegram.dataset;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * How to share out the samples that labels.csv does not assign itself.
 *
 * @param validation fraction of the samples, 0.02 to 0.5; 0.15 if absent
 * @param test fraction of the samples, 0.02 to 0.5; 0.2 if absent
 * @param by what stays together; group if absent
 */
public record SplitSpec(
        @DecimalMin("0.02") @DecimalMax("0.5") Double validation,
        @DecimalMin("0.02") @DecimalMax("0.5") Double test,
        SplitBy by) {
    public SplitSpec(@Nullable Double validation, @Nullable Double test, @Nullable SplitBy by) {
        this.validation = validation == null ? Double.valueOf(0.15) : validation;
        this.test = test == null ? Double.valueOf(0.2) : test;
        this.by = by == null ? SplitBy.GROUP : by;
    }
}
