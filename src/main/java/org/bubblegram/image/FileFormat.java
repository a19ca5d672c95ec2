package org.bubblegram.image;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** The file formats that are read, each known by its first bytes; names and media types are not trusted. */
enum FileFormat {
    JPEG,
    PNG,
    TIFF,
    BMP,
    GIF;

    static Optional<FileFormat> of(byte[] file) {
        String head = new String(file, 0, Math.min(8, file.length), StandardCharsets.ISO_8859_1);
        return Stream.of(values()).filter(format -> format.begins(head)).findFirst();
    }

    private boolean begins(String head) {
        return switch (this) {
            case JPEG -> head.startsWith("\u00ff\u00d8\u00ff");
            case PNG -> head.equals("\u0089PNG\r\n\u001a\n");
            case TIFF -> head.matches("(?s)(II[*+]\0|MM\0[*+]).*"); // + is BigTIFF
            case BMP -> head.startsWith("BM");
            case GIF -> head.startsWith("GIF87a") || head.startsWith("GIF89a");
        };
    }
}
