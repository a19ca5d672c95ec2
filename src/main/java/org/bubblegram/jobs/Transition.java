package org.bubblegram.jobs;

import java.util.Set;
import org.bubblegram.jobs.TrainingJob.JobError;
import org.jspecify.annotations.Nullable;

/**
 * A move of a job from one of some states to another.
 *
 * @param version published, where it succeeds
 * @param error where it fails
 */
record Transition(
        Set<JobState> from,
        JobState to,
        @Nullable Integer version,
        @Nullable JobError error) {
    static final Transition TAKE = new Transition(Set.of(JobState.QUEUED), JobState.PREPARING);
    static final Transition RUN = new Transition(Set.of(JobState.PREPARING), JobState.RUNNING);
    static final Transition REQUEUE = new Transition(Set.of(JobState.PREPARING, JobState.RUNNING), JobState.QUEUED);
    static final Transition CANCEL_WAITING =
            new Transition(Set.of(JobState.QUEUED, JobState.PAUSED), JobState.CANCELLED);
    static final Transition CANCEL_HELD =
            new Transition(Set.of(JobState.PREPARING, JobState.RUNNING, JobState.PAUSING), JobState.CANCELLING);
    static final Transition PAUSE_QUEUED = new Transition(Set.of(JobState.QUEUED), JobState.PAUSED);
    static final Transition PAUSE_HELD = new Transition(Set.of(JobState.PREPARING, JobState.RUNNING), JobState.PAUSING);
    static final Transition PAUSED = new Transition(Set.of(JobState.PAUSING), JobState.PAUSED);
    static final Transition RESUME = new Transition(Set.of(JobState.PAUSED), JobState.QUEUED);
    static final Transition CANCELLED = new Transition(Set.of(JobState.CANCELLING), JobState.CANCELLED);

    /** Of what publishes no version. */
    static final Transition DONE =
            new Transition(Set.of(JobState.RUNNING, JobState.PAUSING, JobState.CANCELLING), JobState.SUCCEEDED);

    Transition {
        if (!from.stream().allMatch(state -> state.mayBecome(to))) {
            throw new IllegalArgumentException("no way from " + from + " to " + to);
        }
    }

    private Transition(Set<JobState> from, JobState to) {
        this(from, to, null, null);
    }

    static Transition succeeded(int version) {
        return new Transition(DONE.from(), JobState.SUCCEEDED, version, null);
    }

    static Transition failed(JobError error) {
        return new Transition(
                Set.of(JobState.PREPARING, JobState.RUNNING, JobState.PAUSING), JobState.FAILED, null, error);
    }
}
