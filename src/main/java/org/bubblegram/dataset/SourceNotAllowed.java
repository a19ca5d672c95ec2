package org.bubblegram.dataset;

import org.jspecify.annotations.Nullable;

/** A directory or prefix that is not among those that imports may read; whether it exists elsewhere is not told. */
public final class SourceNotAllowed extends RuntimeException {
    public static final String CODE = "source_not_allowed";

    private final String source;

    public SourceNotAllowed(String source, @Nullable Throwable cause) {
        super("'" + source + "' is no directory or s3:// prefix within bubblegram.imports.allowed", cause);
        this.source = source;
    }

    public String source() {
        return source;
    }
}
