package org.bubblegram.registry;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.bubblegram.storage.Sha256;

/** Fails at the end of the stream if what went through has not the expected SHA-256. */
final class VerifiedInputStream extends InputStream {
    private final InputStream in;
    private final String sha256;
    private final FileDamaged damaged;
    private final MessageDigest digest = Sha256.newDigest();
    private boolean verified;

    VerifiedInputStream(InputStream in, String sha256, FileDamaged damaged) {
        this.in = in;
        this.sha256 = sha256;
        this.damaged = damaged;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count >= 0) {
            digest.update(buffer, offset, count);
        } else if (!verified) {
            verify();
        }
        return count;
    }

    private void verify() throws FileDamaged {
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            throw damaged;
        }
        verified = true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
