package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

/**
 * AdamW (Loshchilov and Hutter 2019).
 *
 * @param type the only one is adamw
 * @param learningRate step size; 3e-4 for a head alone, 1e-4 for everything if absent
 * @param weightDecay each step takes learningRate * weightDecay off each weight, sparing biases and norms; 3 for a head
 *     alone, which has thousands of features and few pictures, 0.01 for everything if absent
 */
public record OptimizerSpec(
        Type type,
        @DecimalMin("1e-8") @DecimalMax("1") @Nullable Double learningRate,
        @DecimalMin("0") @DecimalMax("100") @Nullable Double weightDecay) {
    /** Which optimizer. */
    public enum Type {
        @com.fasterxml.jackson.annotation.JsonProperty("adamw")
        ADAMW
    }

    public OptimizerSpec(@Nullable Type type, @Nullable Double learningRate, @Nullable Double weightDecay) {
        this.type = type == null ? Type.ADAMW : type;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
    }

    /** With what is absent filled in as suits what learns. */
    OptimizerSpec completed(Trainable trainable) {
        boolean head = trainable == Trainable.NONE;
        return new OptimizerSpec(
                type,
                learningRate != null ? learningRate : Double.valueOf(head ? 3e-4 : 1e-4),
                weightDecay != null ? weightDecay : Double.valueOf(head ? 3 : 0.01));
    }
}
