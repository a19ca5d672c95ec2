package org.bubblegram.dataset;

/** Samples that cannot be dealt out to so many folds of which none is empty. */
public final class FoldsImpossible extends RuntimeException {
    public static final String CODE = "folds_impossible";

    public FoldsImpossible(int folds, int units) {
        super(folds + " folds need as many groups (or samples without group) outside the test split; there are "
                + units);
    }
}
