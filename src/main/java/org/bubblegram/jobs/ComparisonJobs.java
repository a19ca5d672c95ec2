package org.bubblegram.jobs;

import java.util.List;
import java.util.UUID;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;

/** The comparisons of losses of this installation. */
public final class ComparisonJobs {
    private final Creation<ComparisonSpec> creation;
    private final ComparisonTable comparisons;
    private final ComparisonLedger ledger;

    ComparisonJobs(Creation<ComparisonSpec> creation, ComparisonTable comparisons, ComparisonLedger ledger) {
        this.creation = creation;
        this.comparisons = comparisons;
        this.ledger = ledger;
    }

    /**
     * Queues a comparison. The same creation key answers the same one.
     *
     * @throws org.bubblegram.dataset.DatasetNotFound if the data set does not exist
     * @throws org.bubblegram.network.UnknownBackbone if the spec names a backbone that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as the spec says
     * @throws org.bubblegram.dataset.FoldsImpossible if there are too few groups for the folds
     * @throws org.bubblegram.storage.CreationKeyReused if the key came before with another request
     */
    public ComparisonJob create(NewComparison request) {
        return creation.create(
                request.dataset(),
                request.spec(),
                () -> comparisons.findByKey(request.creationKey()),
                (dataset, spec) -> ledger.create(request.with(spec), dataset.id()));
    }

    /** @throws ComparisonNotFound if there is none */
    public ComparisonJob get(UUID id) {
        return ledger.get(id);
    }

    /** Newest first, older than a given one, without results; all states where null. */
    public List<ComparisonJob> list(@Nullable JobState state, @Nullable UUID after, int limit) {
        return comparisons.newestFirst(state, after, limit);
    }

    /**
     * Ends a comparison: at once where no worker has it, else within about a second. Asking again changes nothing.
     *
     * @throws ComparisonNotFound if there is none
     * @throws ComparisonFinished if it has ended
     */
    public ComparisonJob cancel(UUID id) {
        JobState before = ledger.cancel(get(id).id());
        if (before.finished()) {
            throw new ComparisonFinished(id, before);
        }
        return get(id);
    }
}
