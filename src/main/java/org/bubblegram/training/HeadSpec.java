package org.bubblegram.training;

import org.bubblegram.network.Pooling;
import org.jspecify.annotations.Nullable;

/**
 * The head.
 *
 * @param pooling over all places of the last feature map; max if absent
 */
public record HeadSpec(Pooling pooling) {
    public HeadSpec(@Nullable Pooling pooling) {
        this.pooling = pooling == null ? Pooling.MAX : pooling;
    }
}
