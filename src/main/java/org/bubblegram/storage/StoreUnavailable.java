package org.bubblegram.storage;

import java.io.IOException;

/** Where blobs lie does not answer, refuses, or is gone. What was asked of it may succeed later. */
public final class StoreUnavailable extends IOException {
    StoreUnavailable(String message) {
        super(message);
    }

    StoreUnavailable(Throwable cause) {
        super("the object store fails: " + cause.getMessage(), cause);
    }
}
