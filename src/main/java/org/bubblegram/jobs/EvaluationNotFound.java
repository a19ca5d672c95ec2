package org.bubblegram.jobs;

import java.util.UUID;

/** No evaluation has this id. */
public final class EvaluationNotFound extends RuntimeException {
    public EvaluationNotFound(UUID id) {
        super("there is no evaluation '" + id + "'");
    }
}
