package org.bubblegram.prediction;

/** A stored version that this build must not answer with: it would answer something else than it was trained to. */
public final class UnusableModel extends RuntimeException {
    UnusableModel(String reference, String reason) {
        super(reference + " cannot be used: " + reason);
    }
}
