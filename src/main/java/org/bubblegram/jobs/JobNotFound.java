package org.bubblegram.jobs;

import java.util.UUID;

/** No job has this id. */
public final class JobNotFound extends RuntimeException {
    private final UUID id;

    public JobNotFound(UUID id) {
        super("there is no training job '" + id + "'");
        this.id = id;
    }

    public String code() {
        return "job_not_found";
    }

    public UUID id() {
        return id;
    }
}
