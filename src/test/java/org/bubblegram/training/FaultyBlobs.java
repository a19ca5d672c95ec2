package org.bubblegram.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.bubblegram.storage.BlobStore;

/** A store of which one write goes wrong: it is refused, or cut in half without a word. */
final class FaultyBlobs implements BlobStore {
    private final BlobStore store;
    private final int faultyWrite;
    private final boolean silently;
    private int writes;

    /** @param faultyWrite from 1; 0 for none */
    FaultyBlobs(BlobStore store, int faultyWrite, boolean silently) {
        this.store = store;
        this.faultyWrite = faultyWrite;
        this.silently = silently;
    }

    @Override
    public void write(String key, Content content) throws IOException {
        writes++;
        if (writes != faultyWrite) {
            store.write(key, content);
        } else if (silently) {
            var whole = new ByteArrayOutputStream();
            content.writeTo(whole);
            store.write(key, out -> out.write(Arrays.copyOf(whole.toByteArray(), whole.size() / 2)));
        } else {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public InputStream read(String key) throws IOException {
        return store.read(key);
    }

    @Override
    public long size(String key) throws IOException {
        return store.size(key);
    }

    @Override
    public boolean exists(String key) throws IOException {
        return store.exists(key);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return store.list(folder);
    }

    @Override
    public void delete(String key) throws IOException {
        store.delete(key);
    }
}
