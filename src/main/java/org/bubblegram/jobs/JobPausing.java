package org.bubblegram.jobs;

import java.util.UUID;

/** A job that its worker is about to stop: it can go on once it is paused. */
public final class JobPausing extends RuntimeException {
    JobPausing(UUID id) {
        super("training job '" + id + "' is pausing; it can be resumed in a moment, once it is paused");
    }
}
