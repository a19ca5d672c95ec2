package org.bubblegram.dataset;

import org.jspecify.annotations.Nullable;

/** A directory that does not exist within the ones that imports may read; which of the two is not told. */
public final class SourceNotAllowed extends RuntimeException {
    public static final String CODE = "source_not_allowed";

    private final String source;

    public SourceNotAllowed(String source, @Nullable Throwable cause) {
        super("'" + source + "' is no directory within bubblegram.imports.allowed", cause);
        this.source = source;
    }

    public String source() {
        return source;
    }
}
