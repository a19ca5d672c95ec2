package org.bubblegram.registry;

import java.io.IOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bubblegram.storage.BlobStore;

/** SHA-256 of what is written and read. */
final class Sha256 {
    private Sha256() {}

    /** Writes a blob and returns the SHA-256 of what was written, lower-case hex. */
    static String write(BlobStore blobs, String key, BlobStore.Content content) throws IOException {
        MessageDigest digest = digest();
        blobs.write(key, out -> {
            digest.reset();
            var digesting = new DigestOutputStream(out, digest);
            content.writeTo(digesting);
            digesting.flush();
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e); // every Java has it
        }
    }
}
