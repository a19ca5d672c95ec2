package org.bubblegram.web;

import org.bubblegram.access.Caller;
import org.bubblegram.jobs.QueuePlace;
import org.jspecify.annotations.Nullable;

/** Where the jobs of a caller stand among those that wait. */
final class Turn {
    /** Of the field {@code priority} in requests. */
    static final String DESCRIPTION =
            "The highest goes first. Among equals jobs that were begun before go on, then tenants take turns.";

    private Turn() {}

    /** @param priority as asked for; null for the usual one */
    static QueuePlace of(Caller caller, @Nullable Integer priority) {
        return new QueuePlace(caller.tenant(), priority == null ? QueuePlace.USUAL_PRIORITY : priority);
    }
}
