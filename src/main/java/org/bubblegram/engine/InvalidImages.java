package org.bubblegram.engine;

/** Pictures whose numbers do not fit their shape, or that are too small to be looked at. */
public final class InvalidImages extends RuntimeException {
    InvalidImages(String message) {
        super(message);
    }
}
