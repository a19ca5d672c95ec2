package org.bubblegram.jobs;

import java.util.UUID;

/** A comparison of losses that has ended, so nothing can be done to it any more. */
public final class ComparisonFinished extends RuntimeException {
    ComparisonFinished(UUID id, JobState state) {
        super("loss comparison '" + id + "' has already "
                + (state == JobState.CANCELLED ? "been cancelled" : state.key()));
    }
}
