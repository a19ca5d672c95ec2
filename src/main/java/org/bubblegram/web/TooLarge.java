package org.bubblegram.web;

/** A request with more in it than we take at once. */
final class TooLarge extends RuntimeException {
    TooLarge(String message) {
        super(message);
    }
}
