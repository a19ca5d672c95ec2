package org.bubblegram.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The chunks a PNG file is made of; Java's own reader verifies neither their checksums nor that the last one came. */
final class PngChunks {
    private static final int SIGNATURE = 8;
    private static final int FRAME = 12; // length, type and checksum around the content

    private PngChunks() {}

    /** @throws IOException if the file ends before its IEND chunk, or a chunk does not have its checksum */
    static void verify(byte[] file) throws IOException {
        Chunk chunk = Chunk.at(file, SIGNATURE);
        while (chunk != null && !chunk.type.equals("IEND")) {
            if (!chunk.intact(file)) {
                throw new IOException("wrong checksum of chunk " + chunk.type);
            }
            chunk = Chunk.at(file, chunk.end());
        }
        if (chunk == null) {
            throw new IOException("the file ends before its last chunk");
        }
    }

    /** The content of the first chunk of a type, or null where there is none. */
    static byte @Nullable [] find(byte[] file, String type) {
        for (Chunk chunk = Chunk.at(file, SIGNATURE); chunk != null; chunk = Chunk.at(file, chunk.end())) {
            if (chunk.type.equals(type)) {
                return Arrays.copyOfRange(file, chunk.start, chunk.start + chunk.length);
            }
        }
        return null;
    }

    private record Chunk(String type, int start, int length) {
        /** The chunk whose frame begins here, or null where no whole one does. */
        static @Nullable Chunk at(byte[] file, int offset) {
            if (file.length - offset < FRAME) {
                return null;
            }
            int length = ByteBuffer.wrap(file).getInt(offset);
            if (length < 0 || length > file.length - offset - FRAME) {
                return null;
            }
            String type = new String(file, offset + 4, 4, StandardCharsets.ISO_8859_1);
            return new Chunk(type, offset + 8, length);
        }

        int end() {
            return start + length + 4;
        }

        boolean intact(byte[] file) {
            CRC32 crc = new CRC32();
            crc.update(file, start - 4, length + 4); // over type and content
            return (int) crc.getValue() == ByteBuffer.wrap(file).getInt(start + length);
        }
    }
}
