package org.bubblegram.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.bubblegram.storage.Sha256;

/** The files of an archive of a version, to be changed. */
final class ArchiveEntries {
    private static final String SUMS = "SHA256SUMS";

    private final Map<String, byte[]> files = new TreeMap<>();

    static ArchiveEntries of(byte[] archive) throws IOException {
        ArchiveEntries entries = new ArchiveEntries();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return entries;
    }

    ArchiveEntries put(String name, String content) {
        return put(name, content.getBytes(StandardCharsets.UTF_8));
    }

    ArchiveEntries put(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    ArchiveEntries remove(String name) {
        files.remove(name);
        return this;
    }

    String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    ArchiveEntries edit(String name, UnaryOperator<String> change) {
        return put(name, change.apply(text(name)));
    }

    /** Makes the digests those of the files as they are now. */
    ArchiveEntries summed() {
        StringBuilder sums = new StringBuilder();
        files.forEach((name, content) -> {
            if (!name.equals(SUMS)) {
                sums.append(Sha256.of(content)).append("  ").append(name).append('\n');
            }
        });
        return put(SUMS, sums.toString());
    }

    byte[] zip() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
