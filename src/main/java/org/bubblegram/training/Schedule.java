package org.bubblegram.training;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** How the learning rate changes over a stage of training, after its warm-up. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
    @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Schedule.Plateau.class, name = "plateau")
})
public sealed interface Schedule {
    /** It stays as it is. */
    record Constant() implements Schedule {}

    /**
     * Half a cosine from the learning rate down to a fraction of it at the last step (Loshchilov and Hutter, SGDR, 2017,
     * equation 5, without restarts).
     *
     * @param finalFraction 0.01 if absent
     */
    record Cosine(@DecimalMin("0") @DecimalMax("1") Double finalFraction) implements Schedule {
        public Cosine(@Nullable Double finalFraction) {
            this.finalFraction = finalFraction == null ? Double.valueOf(0.01) : finalFraction;
        }
    }

    /**
     * Multiplied by a factor every so many epochs.
     *
     * @param epochs 10 if absent
     * @param factor 0.1 if absent
     */
    record Step(
            @Min(1) @Max(10_000) Integer epochs,
            @DecimalMin("1e-6") @DecimalMax("1") Double factor) implements Schedule {
        public Step(@Nullable Integer epochs, @Nullable Double factor) {
            this.epochs = epochs == null ? Integer.valueOf(10) : epochs;
            this.factor = factor == null ? Double.valueOf(0.1) : factor;
        }
    }

    /**
     * Multiplied by a factor whenever the metric of early stopping has not been better for so many epochs, not counting
     * those of the warm-up.
     *
     * @param patience 3 if absent
     * @param factor 0.3 if absent
     */
    record Plateau(
            @Min(1) @Max(10_000) Integer patience,
            @DecimalMin("1e-6") @DecimalMax("1") Double factor) implements Schedule {
        public Plateau(@Nullable Integer patience, @Nullable Double factor) {
            this.patience = patience == null ? Integer.valueOf(3) : patience;
            this.factor = factor == null ? Double.valueOf(0.3) : factor;
        }
    }
}
