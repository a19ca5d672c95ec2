package org.bubblegram.jobs;

/** The worker that asks does not hold the job any more; it must leave it alone. */
final class JobLost extends RuntimeException {
    JobLost(Attempt attempt) {
        super("job " + attempt.job() + " has moved on since attempt " + attempt.number());
    }
}
