package org.bubblegram.jobs;

import java.util.UUID;

/** An evaluation that has ended, so nothing can be done to it any more. */
public final class EvaluationFinished extends RuntimeException {
    EvaluationFinished(UUID id, JobState state) {
        super("evaluation '" + id + "' has already " + (state == JobState.CANCELLED ? "been cancelled" : state.key()));
    }
}
