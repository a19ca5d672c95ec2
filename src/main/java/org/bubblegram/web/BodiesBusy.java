package org.bubblegram.web;

/** The bodies of other requests fill the memory that there is for them. */
final class BodiesBusy extends RuntimeException {
    BodiesBusy() {
        super("other requests fill the memory for tensors; try again in a moment");
    }
}
