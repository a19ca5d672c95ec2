package org.bubblegram.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Blobs by key. A key is {@code SEGMENT/SEGMENT/...}; a segment is 1 to 200 of {@code a-z 0-9 . _ -} and does not start with
 * a dot. A folder is a key followed by {@code /}. Anything else, such as an absolute path or {@code ..}, is an {@link
 * IllegalArgumentException}. A blob appears whole or not at all: a reader never sees half of one, and a writer that fails
 * leaves what was there before. Neither is ever held whole in memory.
 */
public interface BlobStore {
    /** Writes a blob, replacing one of the same key. */
    void write(String key, Content content) throws IOException;

    /** Opens a blob for reading; the caller closes it. @throws BlobNotFound if there is none */
    InputStream read(String key) throws IOException;

    /** Bytes of a blob. @throws BlobNotFound if there is none */
    long size(String key) throws IOException;

    boolean exists(String key) throws IOException;

    /** The keys that start with a folder, in order. The folder ends with {@code /}. */
    List<String> list(String folder) throws IOException;

    /** Deletes a blob, or every blob of a folder where the key ends with {@code /}; none there is no error. */
    void delete(String key) throws IOException;

    /** What is to be written. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
