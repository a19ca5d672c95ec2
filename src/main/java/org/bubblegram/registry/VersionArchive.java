package org.bubblegram.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bubblegram.storage.Sha256;

/** All files of a version in one ZIP, with {@code SHA256SUMS}, which {@code sha256sum --check} reads. */
public final class VersionArchive {
    /** The digests of all other files. */
    public static final String SUMS = "SHA256SUMS";

    private final ModelRegistry registry;

    public VersionArchive(ModelRegistry registry) {
        this.registry = registry;
    }

    /** Changes whenever any of the files does: the SHA-256 of {@link #SUMS}. */
    public String digest(ModelVersion version) {
        return Sha256.of(sums(version));
    }

    /**
     * Writes the ZIP; the same version gives the same bytes. Where it fails, what was written is no ZIP.
     *
     * @throws FileDamaged if a file is not what was published
     */
    public void write(ModelVersion version, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out); // not closed where it fails: that would make it whole
        zip.setLevel(Deflater.NO_COMPRESSION); // weights hardly shrink
        for (String file : new TreeMap<>(version.files()).keySet()) {
            begin(zip, file, version);
            try (InputStream in = registry.open(version, file)) {
                in.transferTo(zip);
            }
        }
        begin(zip, SUMS, version);
        zip.write(sums(version).getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }

    private static void begin(ZipOutputStream zip, String file, ModelVersion version) throws IOException {
        ZipEntry entry = new ZipEntry(file);
        entry.setTimeLocal(LocalDateTime.ofInstant(version.createdAt(), ZoneOffset.UTC));
        zip.putNextEntry(entry);
    }

    private static String sums(ModelVersion version) {
        StringBuilder sums = new StringBuilder();
        new TreeMap<>(version.files())
                .forEach((name, sha256) ->
                        sums.append(sha256).append("  ").append(name).append('\n'));
        return sums.toString();
    }
}
