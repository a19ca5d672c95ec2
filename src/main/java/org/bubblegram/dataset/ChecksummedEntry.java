package org.bubblegram.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** The content of an archive's entry; whoever reads to its end learns whether the checksum fits, as no ZipFile tells. */
final class ChecksummedEntry extends CheckedInputStream {
    private final ZipEntry entry;

    ChecksummedEntry(InputStream content, ZipEntry entry) {
        super(content, new CRC32());
        this.entry = entry;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        verify(value);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        verify(read);
        return read;
    }

    private void verify(int read) throws ZipException {
        if (read < 0 && getChecksum().getValue() != entry.getCrc()) {
            throw new ZipException("its content does not have its checksum");
        }
    }
}
