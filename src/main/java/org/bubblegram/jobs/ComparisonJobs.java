package org.bubblegram.jobs;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.DatasetNotFound;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.storage.CreationKeyReused;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

/** The comparisons of losses of this installation. */
public final class ComparisonJobs {
    private final Checks checks;
    private final ComparisonTable comparisons;
    private final ComparisonLedger ledger;

    /**
     * What must hold of a request before it is queued.
     *
     * @param dataset finds a data set by name
     * @param spec fills in the installation's defaults, or throws where the spec asks for what is not there
     */
    record Checks(
            Function<String, Optional<Dataset>> dataset, BiFunction<Dataset, ComparisonSpec, ComparisonSpec> spec) {}

    ComparisonJobs(Checks checks, ComparisonTable comparisons, ComparisonLedger ledger) {
        this.checks = checks;
        this.comparisons = comparisons;
        this.ledger = ledger;
    }

    /**
     * Queues a comparison. The same creation key answers the same one.
     *
     * @throws DatasetNotFound if the data set does not exist
     * @throws org.bubblegram.network.UnknownBackbone if the spec names a backbone that is not configured
     * @throws org.bubblegram.dataset.SplitImpossible if the data set cannot be split as the spec says
     * @throws org.bubblegram.dataset.FoldsImpossible if there are too few groups for the folds
     * @throws CreationKeyReused if the key came before with another request
     */
    public ComparisonJob create(NewComparison request) {
        Optional<ComparisonJob> earlier = createdBefore(request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Dataset dataset =
                checks.dataset().apply(request.dataset()).orElseThrow(() -> new DatasetNotFound(request.dataset()));
        NewComparison checked = request.with(checks.spec().apply(dataset, request.spec()));
        try {
            return ledger.create(checked, dataset.id());
        } catch (DuplicateKeyException e) { // the same key came twice at the same time
            return createdBefore(request).orElseThrow(() -> e);
        }
    }

    private Optional<ComparisonJob> createdBefore(NewComparison request) {
        CreationKey key = request.creationKey();
        if (key == null) {
            return Optional.empty();
        }
        if (comparisons
                .creationDigest(key.key())
                .filter(digest -> !digest.equals(key.requestDigest()))
                .isPresent()) {
            throw new CreationKeyReused(key.key());
        }
        return comparisons.findByKey(key.key());
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
        while (true) { // until no worker moves it between the look at it and the update
            ComparisonJob job = ledger.get(id);
            if (job.state().finished()) {
                throw new ComparisonFinished(id, job.state());
            }
            var attempt = new Attempt(id, job.attempt());
            if (job.state() == JobState.CANCELLING
                    || ledger.move(attempt, Transition.CANCEL_HELD)
                    || ledger.move(attempt, Transition.CANCEL_QUEUED)) {
                return ledger.get(id);
            }
        }
    }
}
