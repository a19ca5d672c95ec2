package org.bubblegram.jobs;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened to a job.
 *
 * @param id ascending within a job, from 1
 * @param type stable: state, progress, epoch, notice
 */
public record JobEvent(long id, Instant at, String type, JsonNode data) {
    /** {@code {state, attempt, version?, error?}}. */
    public static final String STATE = "state";

    /** {@code {progress, estimatedEnd?}}, at most about one a second. */
    public static final String PROGRESS = "progress";

    /** An {@link org.bubblegram.training.EpochResult}. */
    public static final String EPOCH = "epoch";

    /** {@code {code, message}}. */
    public static final String NOTICE = "notice";
}
