package org.bubblegram.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * The head.
 *
 * @param pooling over all places of the last feature map; max if absent
 * @param hiddenUnits of each dense layer; none if absent
 * @param dropout of units while learning; none if absent
 * @param normalization of the features by their mean and deviation over the training split; none if absent
 * @param temperature divides the logits, 0.01 to 100; 1 if absent
 * @param variational random weights in the last layer; none if absent
 */
public record HeadSpec(
        Pooling pooling,
        @Size(max = 4) List<@Min(1) @Max(4096) Integer> hiddenUnits,
        @Valid DropoutSpec dropout,
        Normalization normalization,
        @DecimalMin("0.01") @DecimalMax("100") Double temperature,
        @Valid @Nullable VariationalSpec variational) {
    /** What happens to features before they are learned from. */
    public enum Normalization {
        @JsonProperty("none")
        NONE,
        /** Each feature to mean 0 and deviation 1 over the training split. */
        @JsonProperty("standardize")
        STANDARDIZE
    }

    @SuppressWarnings("checkstyle:ParameterNumber") // the one place that fills in every default
    public HeadSpec(
            @Nullable Pooling pooling,
            @Nullable List<Integer> hiddenUnits,
            @Nullable DropoutSpec dropout,
            @Nullable Normalization normalization,
            @Nullable Double temperature,
            @Nullable VariationalSpec variational) {
        this.pooling = pooling == null ? Pooling.MAX : pooling;
        this.hiddenUnits = hiddenUnits == null ? List.of() : List.copyOf(hiddenUnits);
        this.dropout = dropout == null ? new DropoutSpec(null, null) : dropout;
        this.normalization = normalization == null ? Normalization.NONE : normalization;
        this.temperature = temperature == null ? Double.valueOf(1) : temperature;
        this.variational = variational;
    }

    /** Pooling and the last layer, nothing else. */
    public static HeadSpec defaults() {
        return new HeadSpec(null, null, null, null, null, null);
    }

    /** Of the divergence from the prior, in units of one sample's loss; 0 without a variational layer. */
    double penaltyWeight() {
        return variational == null ? 0 : variational.weight();
    }

    HeadOptions options() {
        return new HeadOptions(
                pooling,
                hiddenUnits,
                dropout.rate(),
                dropout.rescale(),
                normalization == Normalization.STANDARDIZE,
                temperature,
                variational == null ? null : variational.options());
    }
}
