package org.bubblegram.dataset;

/** A data set that cannot be shared out into three parts of which none is empty. */
public final class SplitImpossible extends RuntimeException {
    public static final String CODE = "split_impossible";

    public SplitImpossible(String message) {
        super(message);
    }
}
