package org.bubblegram.training;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.bubblegram.image.Lighting;
import org.jspecify.annotations.Nullable;

/**
 * More pictures than there are. Nothing here changes the scale, for that would change the sizes.
 *
 * @param flipsAndTurns whether each picture is seen in all eight flips and quarter turns; true if absent
 * @param mixup alpha of mixup (Zhang et al. 2018): pictures and histograms are blended in pairs by a share drawn from
 *     Beta(alpha, alpha); 0, which is off, if absent; needs trainable all
 * @param lighting strength, 0 to 1, of random contrast, brightness and colour, see {@link Lighting#draw}; 0, which is off,
 *     if absent; needs trainable all
 */
public record AugmentationSpec(
        Boolean flipsAndTurns,
        @DecimalMin("0") @DecimalMax("1") Double mixup,
        @DecimalMin("0") @DecimalMax("1") Double lighting) {
    public AugmentationSpec(@Nullable Boolean flipsAndTurns, @Nullable Double mixup, @Nullable Double lighting) {
        this.flipsAndTurns = flipsAndTurns == null ? Boolean.TRUE : flipsAndTurns;
        this.mixup = mixup == null ? Double.valueOf(0) : mixup;
        this.lighting = lighting == null ? Double.valueOf(0) : lighting;
    }

    /** Views of each picture that are learned from. */
    int views() {
        return flipsAndTurns ? Example.VIEWS : 1;
    }
}
