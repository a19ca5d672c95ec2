package org.bubblegram.image;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file that is no picture we can read. */
public final class UnreadableImage extends Exception {
    /** Why, as a stable code. */
    public enum Reason {
        EMPTY,
        UNSUPPORTED_FORMAT,
        DAMAGED,
        TOO_MANY_BYTES,
        TOO_MANY_PIXELS;

        /** As users see it: {@code image_damaged} for example. */
        public String code() {
            return "image_" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final Reason reason;

    public UnreadableImage(Reason reason, String message) {
        this(reason, message, null);
    }

    UnreadableImage(Reason reason, String message, @Nullable Exception cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
