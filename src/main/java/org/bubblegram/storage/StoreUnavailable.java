package org.bubblegram.storage;

import java.io.IOException;

/** The object store does not answer, or refuses. What was asked of it may succeed later. */
public final class StoreUnavailable extends IOException {
    StoreUnavailable(Throwable cause) {
        super("the object store fails: " + cause.getMessage(), cause);
    }
}
