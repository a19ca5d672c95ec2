package org.bubblegram.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.storage.BlobStore;

/** Puts in order what a process that was killed left behind. Only for a process that has the database to itself. */
final class Recovery {
    private final JobLedger ledger;
    private final ComparisonLedger comparisons;
    private final EvaluationLedger evaluations;
    private final BlobStore blobs;
    private final ModelRegistry models;

    Recovery(
            JobLedger ledger,
            ComparisonLedger comparisons,
            EvaluationLedger evaluations,
            BlobStore blobs,
            ModelRegistry models) {
        this.ledger = ledger;
        this.comparisons = comparisons;
        this.evaluations = evaluations;
        this.blobs = blobs;
        this.models = models;
    }

    /** Queues the jobs that were being worked on again, and deletes files that nothing refers to any more. */
    void run() {
        ledger.recover();
        comparisons.recover();
        evaluations.recover();
        try {
            Set<UUID> unfinished = ledger.unfinished();
            for (UUID job : jobsWithFiles()) {
                if (!unfinished.contains(job)) {
                    blobs.delete(TrainingJobs.folder(job));
                }
            }
            models.sweep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<UUID> jobsWithFiles() throws IOException {
        return blobs.list(TrainingJobs.FOLDER).stream()
                .map(key -> key.substring(TrainingJobs.FOLDER.length()))
                .map(key -> UUID.fromString(key.substring(0, key.indexOf('/'))))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
