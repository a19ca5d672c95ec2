package org.bubblegram.training;

import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * The head.
 *
 * @param pooling over all places of the last feature map; max if absent
 * @param standardize whether a head that learns alone sees features of mean 0 and deviation 1 (over the training split;
 *     folded into its weights afterwards); true if absent
 */
public record HeadSpec(Pooling pooling, Boolean standardize) {
    public HeadSpec(@Nullable Pooling pooling, @Nullable Boolean standardize) {
        this.pooling = pooling == null ? Pooling.MAX : pooling;
        this.standardize = standardize == null ? Boolean.TRUE : standardize;
    }
}
