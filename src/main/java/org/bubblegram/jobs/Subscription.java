package org.bubblegram.jobs;

/** News of a job, until closed. */
public interface Subscription extends AutoCloseable {
    @Override
    void close();
}
