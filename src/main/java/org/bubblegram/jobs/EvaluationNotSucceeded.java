package org.bubblegram.jobs;

import java.util.UUID;

/** An evaluation that has no result, or none yet. */
public final class EvaluationNotSucceeded extends RuntimeException {
    EvaluationNotSucceeded(UUID id, JobState state) {
        super("evaluation '" + id + "' is " + state.key() + "; there are samples once it has succeeded");
    }
}
