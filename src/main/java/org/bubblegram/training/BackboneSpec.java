package org.bubblegram.training;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The network below the head.
 *
 * @param weights name of a configured backbone, {@code none} for random initialization, or absent for the
 *     installation's default
 * @param trainable which part learns; the head alone if absent
 */
public record BackboneSpec(
        @Pattern(regexp = "[a-z0-9][a-z0-9._-]{0,63}") @Nullable
        String weights,

        Trainable trainable) {
    public BackboneSpec(@Nullable String weights, @Nullable Trainable trainable) {
        this.weights = weights;
        this.trainable = trainable == null ? Trainable.NONE : trainable;
    }
}
