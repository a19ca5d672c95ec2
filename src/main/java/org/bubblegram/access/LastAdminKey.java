package org.bubblegram.access;

/** The only key that may make others still: without it nobody could let anybody in. */
public final class LastAdminKey extends RuntimeException {
    LastAdminKey(String id) {
        super("API key " + id + " is the last with the role admin; make another one first");
    }
}
