package org.bubblegram.jobs;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** What a worker does with an attempt that it has taken up. */
@FunctionalInterface
interface AttemptWork {
    /**
     * Blocks until it is done.
     *
     * @param stopping whether the process wants the attempt handed back
     * @return how it ended well
     */
    Transition run(Attempt attempt, BooleanSupplier stopping) throws IOException;
}
