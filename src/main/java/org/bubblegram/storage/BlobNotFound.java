package org.bubblegram.storage;

import java.io.IOException;

/** No blob has this key. */
public final class BlobNotFound extends IOException {
    public BlobNotFound(String key) {
        super("no blob '" + key + "'");
    }
}
