package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * AdamW (Loshchilov and Hutter 2019).
 *
 * @param type the only one is adamw
 * @param learningRate step size; 1e-3 for a head alone, 1e-4 for everything if absent
 * @param weightDecay decoupled, spares biases and norms; 0.01 if absent
 */
public record OptimizerSpec(
        Type type,
        @DecimalMin("1e-8") @DecimalMax("1") @Nullable Double learningRate,
        @DecimalMin("0") @DecimalMax("1") Double weightDecay) {
    /** Which optimizer. */
    public enum Type {
        @com.fasterxml.jackson.annotation.JsonProperty("adamw")
        ADAMW
    }

    public OptimizerSpec(@Nullable Type type, @Nullable Double learningRate, @Nullable Double weightDecay) {
        this.learningRate = learningRate;
        this.type = type == null ? Type.ADAMW : type;
        this.weightDecay = weightDecay == null ? Double.valueOf(0.01) : weightDecay;
    }

    /** The step size, by default the one that suits what learns. */
    public double learningRate(Trainable trainable) {
        return learningRate != null ? learningRate : trainable == Trainable.NONE ? 1e-3 : 1e-4;
    }
}
