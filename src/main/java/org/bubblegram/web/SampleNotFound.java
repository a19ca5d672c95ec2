package org.bubblegram.web;

/** The data set has no sample of this id. */
final class SampleNotFound extends RuntimeException {
    SampleNotFound(String dataset, int id) {
        super("data set '" + dataset + "' has no sample " + id);
    }
}
