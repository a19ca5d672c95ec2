package org.bubblegram.jobs;

import java.util.UUID;

/** A job that has ended, so nothing can be done to it any more. */
public final class JobFinished extends RuntimeException {
    private final UUID id;
    private final JobState state;

    public JobFinished(UUID id, JobState state) {
        super("training job '" + id + "' has already "
                + (state == JobState.CANCELLED ? "been cancelled" : state.key()));
        this.id = id;
        this.state = state;
    }

    public String code() {
        return "job_finished";
    }

    public UUID id() {
        return id;
    }

    public JobState state() {
        return state;
    }
}
