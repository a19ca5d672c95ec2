package org.bubblegram.training;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How weights follow their gradients.
 *
 * @param type adamw (Loshchilov and Hutter 2019) if absent
 * @param learningRate step size; fits what learns if absent
 * @param weightDecay each step takes learningRate * weightDecay off each weight, sparing biases and norms; fits what
 *     learns if absent: a head alone has thousands of features and few pictures
 * @param momentum of sgd alone; 0.9 if absent
 * @param schedule of the learning rate; fits what learns if absent
 * @param warmupSteps over which the learning rate rises linearly from 0; 0 if absent
 * @param layerDecay the learning rate of layer4 is that of the head times this, that of layer3 times its square, and so on
 *     down to the first convolution; 1 if absent
 */
public record OptimizerSpec(
        Type type,
        @DecimalMin("1e-8") @DecimalMax("1") @Nullable Double learningRate,
        @DecimalMin("0") @DecimalMax("100") @Nullable Double weightDecay,
        @DecimalMin("0") @DecimalMax("0.9999") @Nullable Double momentum,
        @Valid @Nullable Schedule schedule,
        @Min(0) @Max(1_000_000) Integer warmupSteps,
        @DecimalMin("0.01") @DecimalMax("1") Double layerDecay) {
    /** Which optimizer. */
    public enum Type {
        @JsonProperty("adamw")
        ADAMW,
        /** Stochastic gradient descent with momentum. */
        @JsonProperty("sgd")
        SGD
    }

    private static final double MOMENTUM = 0.9;

    @SuppressWarnings("checkstyle:ParameterNumber") // the one place that fills in every default
    public OptimizerSpec(
            @Nullable Type type,
            @Nullable Double learningRate,
            @Nullable Double weightDecay,
            @Nullable Double momentum,
            @Nullable Schedule schedule,
            @Nullable Integer warmupSteps,
            @Nullable Double layerDecay) {
        this.type = type == null ? Type.ADAMW : type;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.momentum = momentum == null && this.type == Type.SGD ? Double.valueOf(MOMENTUM) : momentum;
        this.schedule = schedule;
        this.warmupSteps = warmupSteps == null ? Integer.valueOf(0) : warmupSteps;
        this.layerDecay = layerDecay == null ? Double.valueOf(1) : layerDecay;
    }

    /** Nothing said. */
    static OptimizerSpec defaults() {
        return new OptimizerSpec(null, null, null, null, null, null, null);
    }

    /** With what is absent filled in as suits what learns. */
    OptimizerSpec completed(Trainable trainable) {
        Suited suited = Suited.to(trainable);
        return new OptimizerSpec(
                type,
                learningRate != null ? learningRate : Double.valueOf(suited.learningRate(type)),
                weightDecay != null ? weightDecay : Double.valueOf(suited.weightDecay(type)),
                momentum,
                schedule != null ? schedule : suited.schedule(),
                warmupSteps,
                layerDecay);
    }

    /** The learning rate of a completed spec. */
    @JsonIgnore
    double rate() {
        return requireNonNull(learningRate);
    }

    /** An optimizer of a completed spec. */
    Optimizer optimizer(LearningWeights weights) {
        double decay = requireNonNull(weightDecay);
        return switch (type) {
            case ADAMW -> new AdamW(weights, decay);
            case SGD -> new Sgd(weights, decay, requireNonNull(momentum));
        };
    }
}
