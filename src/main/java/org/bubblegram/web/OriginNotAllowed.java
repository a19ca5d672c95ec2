package org.bubblegram.web;

/** A page of another site asks. */
final class OriginNotAllowed extends RuntimeException {
    OriginNotAllowed(String origin) {
        super("requests from pages of " + origin + " are not answered");
    }
}
