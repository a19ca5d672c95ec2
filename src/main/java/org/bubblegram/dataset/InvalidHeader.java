package org.bubblegram.dataset;

/** A first row that is no header of labels.csv; the message says why, and what one is. */
final class InvalidHeader extends Exception {
    InvalidHeader(String message) {
        super(message);
    }
}
