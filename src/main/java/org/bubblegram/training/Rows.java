package org.bubblegram.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Rows of floats in a local file, computed once and read often. A row counts once its checksum is right, so a killed
 * writer loses at most the row it was at. Rows not yet written take no disk space where the file system has sparse files.
 */
final class Rows implements AutoCloseable {
    private static final int HEADER = Long.BYTES;
    // distinguishes a row of zeros from one never written
    private static final long WRITTEN = 1L << 32;

    private final FileChannel channel;
    private final int floats;
    private final BitSet present = new BitSet();
    private final BitSet looked = new BitSet();
    private final Runnable onClose;

    /** @param floats how many floats a row has */
    Rows(Path file, int floats) throws IOException {
        this(file, floats, () -> {});
    }

    /** @param onClose told once the file is closed */
    Rows(Path file, int floats, Runnable onClose) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.floats = floats;
        this.onClose = onClose;
    }

    /** How many floats a row has. */
    int floats() {
        return floats;
    }

    /** Bytes on disk of some rows. */
    static long bytes(long rows, int floats) {
        return rows * (HEADER + 4L * floats);
    }

    private long size() {
        return bytes(1, floats);
    }

    /** Whether a row is there and whole; its checksum is computed when it is first asked for. */
    boolean has(int row) {
        if (!looked.get(row)) {
            looked.set(row);
            present.set(row, whole(row));
        }
        return present.get(row);
    }

    void write(int row, float[] values) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) size()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(HEADER);
        buffer.asFloatBuffer().put(values);
        buffer.putLong(0, checksum(buffer)).position(0);
        for (long at = row * size(); buffer.hasRemaining(); ) {
            at += channel.write(buffer, at);
        }
        looked.set(row);
        present.set(row);
    }

    /** Reads part of a row into an array. */
    void read(int row, int from, float[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 * length).order(ByteOrder.LITTLE_ENDIAN);
        readFully(buffer, row * size() + HEADER + 4L * from);
        buffer.flip().asFloatBuffer().get(into, at, length);
    }

    private boolean whole(int row) {
        ByteBuffer buffer = ByteBuffer.allocate((int) size()).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return readFully(buffer, row * size()) && buffer.getLong(0) == checksum(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean readFully(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at);
            if (read < 0) {
                return false;
            }
            at += read;
        }
        return true;
    }

    private static long checksum(ByteBuffer row) {
        CRC32 crc = new CRC32();
        crc.update(row.slice(HEADER, row.capacity() - HEADER));
        return WRITTEN | crc.getValue();
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            onClose.run();
        }
    }
}
