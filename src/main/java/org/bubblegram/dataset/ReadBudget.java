package org.bubblegram.dataset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that come out of a source, whatever its directory declares, and stops where there are too many. */
final class ReadBudget {
    /** Small files may be packed as tightly as they like: a bomb is none below this size. */
    private static final long HARMLESS = 1 << 20;

    private final ImportSettings settings;
    private long total;

    ReadBudget(ImportSettings settings) {
        this.settings = settings;
    }

    /** @param packed how many bytes the file takes in its archive; its own size where it is not packed */
    InputStream meter(InputStream in, String name, long packed) {
        return new Metered(in, name, packed);
    }

    private final class Metered extends FilterInputStream {
        private final String name;
        private final long packed;
        private long size;

        Metered(InputStream in, String name, long packed) {
            super(in);
            this.name = name;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false; // bytes read twice would count twice
        }

        private void count(long read) throws LimitExceeded {
            size += read;
            total += read;
            if (size > settings.maxFileSize().toBytes()) {
                throw new LimitExceeded(
                        FindingCode.FILE_TOO_LARGE, "'" + name + "' is larger than " + settings.maxFileSize());
            }
            if (total > settings.maxTotalSize().toBytes()) {
                throw new LimitExceeded(
                        FindingCode.ARCHIVE_TOO_LARGE, "all files are larger than " + settings.maxTotalSize());
            }
            if (size > HARMLESS && size / settings.maxCompressionRatio() > packed) {
                throw new LimitExceeded(
                        FindingCode.SUSPICIOUS_COMPRESSION,
                        "'" + name + "' unpacks to more than " + settings.maxCompressionRatio() + " times its size");
            }
        }
    }
}
