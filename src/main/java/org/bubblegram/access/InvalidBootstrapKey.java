package org.bubblegram.access;

/** A key that the operator chose is none. Says where it stood, never what stood there. */
final class InvalidBootstrapKey extends RuntimeException {
    InvalidBootstrapKey(String message) {
        super(message);
    }
}
