package org.bubblegram.dataset;

/** A name that no data set can have. */
public final class InvalidName extends RuntimeException {
    public static final String CODE = "invalid_name";

    InvalidName(String name) {
        super("'" + name + "' is no name: 1 to 64 of a-z 0-9 . _ -, starting with a letter or digit");
    }
}
