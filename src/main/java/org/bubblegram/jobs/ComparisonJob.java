package org.bubblegram.jobs;

import java.time.Instant;
import java.util.UUID;
import org.bubblegram.evaluation.LossTable;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.bubblegram.training.ComparisonSpec;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of losses as its owner sees it.
 *
 * @param dataset name of the data set
 * @param spec defaults filled in
 * @param progress 0 to 1
 * @param estimatedEnd at the pace measured so far; null until it can be told
 * @param attempt from 1, one more each time it is queued again; names the holder, so a lost worker cannot write any more
 * @param priority 0 to 9, the highest goes first
 * @param tenant whom it is done for
 * @param result once succeeded; lists leave it out
 * @param error once failed
 * @param startedAt when a worker first took it up
 */
public record ComparisonJob(
        UUID id,
        String dataset,
        ComparisonSpec spec,
        JobState state,
        double progress,
        @Nullable Instant estimatedEnd,
        int attempt,
        int priority,
        String tenant,
        @Nullable LossTable result,
        @Nullable JobError error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {}
