package org.bubblegram.jobs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;

/** Where a job stands, and where it may go from there. */
public enum JobState {
    /** Waits for a worker. */
    @JsonProperty("queued")
    QUEUED,
    /** A worker has it and looks at its data set. */
    @JsonProperty("preparing")
    PREPARING,
    /** It trains. */
    @JsonProperty("running")
    RUNNING,
    /** Its owner wants it ended; its worker has not stopped yet. */
    @JsonProperty("cancelling")
    CANCELLING,
    /** Its owner wants it to rest; its worker has not stopped yet. */
    @JsonProperty("pausing")
    PAUSING,
    /** Rests until its owner has it go on. */
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("succeeded")
    SUCCEEDED,
    @JsonProperty("failed")
    FAILED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** The states in which a worker holds the job. */
    static final Set<JobState> HELD = Set.of(PREPARING, RUNNING, CANCELLING, PAUSING);

    private Set<JobState> successors() {
        return switch (this) {
            case QUEUED -> Set.of(PREPARING, PAUSED, CANCELLED);
            case PREPARING -> Set.of(RUNNING, QUEUED, PAUSING, CANCELLING, FAILED);
            // QUEUED again when its worker is lost
            case RUNNING -> Set.of(QUEUED, PAUSING, CANCELLING, SUCCEEDED, FAILED);
            case PAUSING -> Set.of(PAUSED, CANCELLING, SUCCEEDED, FAILED); // SUCCEEDED when it had published already
            case PAUSED -> Set.of(QUEUED, CANCELLED);
            case CANCELLING -> Set.of(CANCELLED, SUCCEEDED); // likewise
            case SUCCEEDED, FAILED, CANCELLED -> Set.of();
        };
    }

    boolean mayBecome(JobState next) {
        return successors().contains(next);
    }

    /** Whether it has ended, for good. */
    public boolean finished() {
        return successors().isEmpty();
    }

    /** As in JSON: {@code queued}, {@code preparing}, ... */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobState ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
