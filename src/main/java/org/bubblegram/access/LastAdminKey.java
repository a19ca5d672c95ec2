package org.bubblegram.access;

/** The key by which others can be made for longest: without it nobody could let anybody in, sooner or later. */
public final class LastAdminKey extends RuntimeException {
    LastAdminKey(String id) {
        super("API key " + id + " is the last with the role admin, or opens for longest; make another one first");
    }
}
