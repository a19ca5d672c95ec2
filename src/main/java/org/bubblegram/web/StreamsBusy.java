package org.bubblegram.web;

/** As many event streams are open as we serve at once. */
final class StreamsBusy extends RuntimeException {
    StreamsBusy(int open) {
        super(open + " event streams are open already; ask for the events as JSON instead");
    }
}
