package org.bubblegram.access;

/** The operator's first key is none. Says where it stood, never what stood there. */
final class InvalidBootstrapKey extends RuntimeException {
    InvalidBootstrapKey(String message) {
        super(message);
    }
}
