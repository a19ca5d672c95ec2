package org.bubblegram.access;

/** There is no key with an id. */
public final class ApiKeyNotFound extends RuntimeException {
    ApiKeyNotFound(String id) {
        super("no API key " + id);
    }
}
