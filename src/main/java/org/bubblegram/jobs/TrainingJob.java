package org.bubblegram.jobs;

import java.time.Instant;
import java.util.UUID;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * One training run as its owner sees it.
 *
 * @param dataset name of the data set
 * @param model name of the model it adds a version to
 * @param spec defaults filled in
 * @param progress 0 to 1
 * @param estimatedEnd at the pace measured so far, if it does not stop early; null until it can be told
 * @param attempt from 1, one more each time it is queued again; names the holder, so a lost worker cannot write any more
 * @param priority 0 to 9, the highest goes first
 * @param tenant whom it is done for
 * @param version the version it published, once succeeded
 * @param error once failed
 * @param startedAt when a worker first took it up
 */
public record TrainingJob(
        UUID id,
        String dataset,
        String model,
        TrainingSpec spec,
        JobState state,
        double progress,
        @Nullable Instant estimatedEnd,
        int attempt,
        int priority,
        String tenant,
        @Nullable Integer version,
        @Nullable JobError error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {
    public record JobError(String code, String message) {}
}
