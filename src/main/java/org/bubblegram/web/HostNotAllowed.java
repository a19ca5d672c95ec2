package org.bubblegram.web;

/** The service was called by a name that is not this machine's own, as DNS rebinding does. */
final class HostNotAllowed extends RuntimeException {
    HostNotAllowed(String host) {
        super("the service answers to localhost only, not to " + host);
    }
}
