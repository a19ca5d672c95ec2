package org.bubblegram.web;

import java.util.List;
import org.bubblegram.jobs.JobEvent;

/** The events of one job. */
interface EventSource {
    /** Whether all its events are there to be read. */
    boolean ended();

    /** Events after a given one, in order. */
    List<JobEvent> after(long id, int limit);

    /** Calls back after each new event until closed. */
    AutoCloseable subscribe(Runnable onNewEvents);
}
