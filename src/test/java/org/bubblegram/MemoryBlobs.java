package org.bubblegram;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.bubblegram.storage.BlobNotFound;
import org.bubblegram.storage.BlobStore;

/** Blobs that last as long as the test. */
public final class MemoryBlobs implements BlobStore {
    private final NavigableMap<String, byte[]> blobs = new ConcurrentSkipListMap<>();

    @Override
    public void write(String key, Content content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        content.writeTo(bytes);
        blobs.put(key, bytes.toByteArray());
    }

    @Override
    public InputStream read(String key) throws IOException {
        return new ByteArrayInputStream(bytes(key));
    }

    @Override
    public long size(String key) throws IOException {
        return bytes(key).length;
    }

    private byte[] bytes(String key) throws BlobNotFound {
        byte[] bytes = blobs.get(key);
        if (bytes == null) {
            throw new BlobNotFound(key);
        }
        return bytes;
    }

    @Override
    public boolean exists(String key) {
        return blobs.containsKey(key);
    }

    @Override
    public List<String> list(String folder) {
        return blobs.keySet().stream().filter(key -> key.startsWith(folder)).toList();
    }

    @Override
    public void delete(String key) {
        blobs.keySet().removeIf(present -> key.endsWith("/") ? present.startsWith(key) : present.equals(key));
    }
}
