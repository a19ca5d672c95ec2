package org.bubblegram.histogram;

/** Bins that are no bins; the message says which rule they break. */
public final class InvalidBins extends RuntimeException {
    InvalidBins(String message) {
        super(message);
    }

    /** Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
