package org.bubblegram.jobs;

import java.util.UUID;

/** The one way to change a comparison. */
final class ComparisonLedger extends AttemptLedger {
    private final ComparisonTable comparisons;

    ComparisonLedger(ComparisonTable comparisons, TrainingQueue queue, Transactions transactions) {
        super(comparisons.rows(), queue, transactions);
        this.comparisons = comparisons;
    }

    ComparisonJob create(NewComparison request, UUID dataset) {
        Attempt first = create(request.place(), attempt -> comparisons.insert(attempt.job(), request, dataset, now()));
        return get(first.job());
    }

    ComparisonJob get(UUID id) {
        return comparisons.find(id).orElseThrow(() -> new ComparisonNotFound(id));
    }
}
