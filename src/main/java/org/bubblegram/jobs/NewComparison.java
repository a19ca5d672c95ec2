package org.bubblegram.jobs;

import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;

/**
 * Which losses are to be compared on what.
 *
 * @param creationKey the caller's Idempotency-Key with a digest of the request, or null
 * @param place among the jobs that wait
 */
public record NewComparison(
        String dataset, ComparisonSpec spec, @Nullable CreationKey creationKey, QueuePlace place) {
    /** At the usual place. */
    public NewComparison(String dataset, ComparisonSpec spec, @Nullable CreationKey creationKey) {
        this(dataset, spec, creationKey, QueuePlace.USUAL);
    }

    /** The same request with another spec. */
    NewComparison with(ComparisonSpec resolved) {
        return new NewComparison(dataset, resolved, creationKey, place);
    }
}
