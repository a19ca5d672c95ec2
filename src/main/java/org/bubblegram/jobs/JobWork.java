package org.bubblegram.jobs;

import java.io.IOException;
import java.util.UUID;

/** What a worker computes for a job: the one thing about jobs that takes long. */
@FunctionalInterface
interface JobWork {
    /**
     * Blocks until it is done.
     *
     * @param dataset id of the data set that the job was created for
     * @return the version that it published
     */
    int run(TrainingJob job, UUID dataset, JobProgress progress) throws IOException;
}
