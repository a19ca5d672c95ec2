package org.bubblegram.jobs;

/** In which order the samples of an evaluation are listed. */
public enum SampleOrder {
    /** As in the data set. */
    SAMPLE,
    /** Largest loss first. */
    LOSS
}
