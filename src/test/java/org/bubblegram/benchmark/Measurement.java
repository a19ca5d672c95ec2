package org.bubblegram.benchmark;

import java.util.Set;

/** One thing that is measured. */
interface Measurement {
    /** As {@code --only} has it. */
    String name();

    /** Names of measurements whose figures this one's ratios are to; they run before it. */
    default Set<String> needs() {
        return Set.of();
    }

    void measure(Run run) throws Exception;
}
