package org.bubblegram.jobs;

/** What a process of the service does. */
public enum Role {
    /** Answers requests: takes data sets and jobs in, predicts, shows. */
    API,
    /** Takes jobs up and works on them. */
    WORKER
}
