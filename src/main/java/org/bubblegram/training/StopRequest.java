package org.bubblegram.training;

import java.util.function.BooleanSupplier;

/** Asked at each step whether to stop; training then does, with {@link TrainingCancelled}. */
@FunctionalInterface
public interface StopRequest extends BooleanSupplier {
    /** Whether the run is to go on another time, so that the epoch under way is worth a checkpoint before it stops. */
    default boolean goesOnLater() {
        return false;
    }
}
