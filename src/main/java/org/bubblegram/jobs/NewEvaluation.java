package org.bubblegram.jobs;

import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;

/**
 * Which model is to be evaluated on what.
 *
 * @param creationKey the caller's Idempotency-Key with a digest of the request, or null
 * @param place among the jobs that wait
 */
public record NewEvaluation(
        String dataset, EvaluationSpec spec, @Nullable CreationKey creationKey, QueuePlace place) {
    /** At the usual place. */
    public NewEvaluation(String dataset, EvaluationSpec spec, @Nullable CreationKey creationKey) {
        this(dataset, spec, creationKey, QueuePlace.USUAL);
    }

    /** The same request with another spec. */
    NewEvaluation with(EvaluationSpec resolved) {
        return new NewEvaluation(dataset, resolved, creationKey, place);
    }
}
