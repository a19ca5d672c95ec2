package org.bubblegram.access;

/** A key that opens nothing any more, so there is nothing to rotate. */
public final class ApiKeyRevoked extends RuntimeException {
    ApiKeyRevoked(String id) {
        super("API key " + id + " is revoked");
    }
}
