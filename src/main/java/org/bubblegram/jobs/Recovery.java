package org.bubblegram.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.storage.BlobStore;

/** Puts in order what a process that was killed left behind. Only for a process that has the database to itself. */
final class Recovery {
    private static final Pattern FILE =
            Pattern.compile(Pattern.quote(TrainingJobs.FOLDER) + "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.+");

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
            for (String folder : orphans()) {
                blobs.delete(folder);
            }
            models.sweep();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Folders of jobs that have ended, or that there are none of: files of one that lost its job may come late. */
    Set<String> orphans() throws IOException {
        Set<String> orphans = new TreeSet<>();
        Set<UUID> jobs = jobsWithFiles();
        if (!jobs.isEmpty()) {
            jobs.removeAll(ledger.unfinished());
            jobs.forEach(job -> orphans.add(TrainingJobs.folder(job)));
        }
        return orphans;
    }

    private Set<UUID> jobsWithFiles() throws IOException {
        return blobs.list(TrainingJobs.FOLDER).stream()
                .map(FILE::matcher)
                .filter(Matcher::matches) // not what people or their systems have put there
                .map(file -> UUID.fromString(file.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
