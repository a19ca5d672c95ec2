package org.bubblegram.web;

import java.io.IOException;
import java.io.InputStream;

/** Request bodies that are read into memory: no more than so many bytes. */
final class Body {
    /** Far above any specification, far below what hurts. */
    static final int JSON_LIMIT = 1 << 20;

    private Body() {}

    /** @throws TooLarge if there is more */
    static byte[] read(InputStream body, int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new TooLarge("the body is larger than " + limit + " bytes");
        }
        return bytes;
    }
}
