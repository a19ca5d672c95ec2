package org.bubblegram.web;

/** Security is asked for, but what is configured does not make it. */
final class SecurityIncomplete extends RuntimeException {
    private final String action;

    SecurityIncomplete(String message, String action) {
        super(message);
        this.action = action;
    }

    /** What to do. */
    String action() {
        return action;
    }
}
