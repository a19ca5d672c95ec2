package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HeadOptions.Variational;
import org.jspecify.annotations.Nullable;

/**
 * A last layer of normal weights (Blundell et al. 2015).
 *
 * @param sampling what is drawn while learning; the logits of each example if absent
 * @param priorDeviation deviation of the weights' prior; 0.3 if absent
 * @param initialDeviation deviation of each weight before training; 0.02 if absent
 * @param weight of the divergence from the prior beside the loss; 1, as Bayes has it, if absent
 */
public record VariationalSpec(
        Sampling sampling,
        @DecimalMin("1e-6") @DecimalMax("100") Double priorDeviation,
        @DecimalMin("1e-6") @DecimalMax("100") Double initialDeviation,
        @DecimalMin("0") @DecimalMax("1000") Double weight) {
    public VariationalSpec(
            @Nullable Sampling sampling,
            @Nullable Double priorDeviation,
            @Nullable Double initialDeviation,
            @Nullable Double weight) {
        this.sampling = sampling == null ? Variational.DEFAULT.sampling() : sampling;
        this.priorDeviation =
                priorDeviation == null ? Double.valueOf(Variational.DEFAULT.priorDeviation()) : priorDeviation;
        this.initialDeviation =
                initialDeviation == null ? Double.valueOf(Variational.DEFAULT.initialDeviation()) : initialDeviation;
        this.weight = weight == null ? Double.valueOf(1) : weight;
    }

    Variational options() {
        return new Variational(sampling, priorDeviation, initialDeviation);
    }
}
