package org.bubblegram.training;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * The network's input.
 *
 * @param size side of the square every picture is resized to, in pixels; 224 if absent
 */
public record InputSpec(@Min(32) @Max(1024) Integer size) {
    public InputSpec(@Nullable Integer size) {
        this.size = size == null ? Integer.valueOf(224) : size;
    }
}
