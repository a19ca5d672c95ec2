package org.bubblegram.jobs;

import java.util.UUID;

/** A job that has ended or is about to be cancelled, so nothing can be done to it any more. */
public final class JobFinished extends RuntimeException {
    private final UUID id;
    private final JobState state;

    public JobFinished(UUID id, JobState state) {
        super("training job '" + id + "' " + (state == JobState.CANCELLING ? "is being cancelled" : ended(state)));
        this.id = id;
        this.state = state;
    }

    private static String ended(JobState state) {
        return "has already " + (state == JobState.CANCELLED ? "been cancelled" : state.key());
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
