package org.bubblegram.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.bubblegram.registry.InvalidArchive.Reason;
import org.bubblegram.storage.BlobStore;
import org.bubblegram.storage.Sha256;

/**
 * The files of an archive that {@link VersionArchive} wrote, read in place: nothing is unpacked by a name that stands in it.
 * Made only of an archive in which every file is known, no larger than such files are, and of the digest that
 * {@code SHA256SUMS} says.
 */
final class ArchivedFiles implements AutoCloseable {
    private static final int MIB = 1 << 20;

    /** Every file that a version may have, and the most bytes that are read of it. */
    static final Map<String, Integer> LARGEST = Map.of(
            ModelRegistry.CARD,
            MIB,
            ModelRegistry.GOLDEN,
            MIB,
            ModelRegistry.WEIGHTS,
            512 * MIB, // a ResNet50 and the largest head that a spec can ask for
            ModelRegistry.ONNX,
            512 * MIB,
            ModelRegistry.AUTOENCODER,
            MIB,
            VersionArchive.SUMS,
            1 << 12);

    private static final List<String> REQUIRED =
            List.of(ModelRegistry.CARD, ModelRegistry.GOLDEN, ModelRegistry.WEIGHTS, VersionArchive.SUMS);

    /** As {@code sha256sum} writes it. */
    private static final Pattern SUM = Pattern.compile("([0-9a-f]{64})  (.+)");

    private final ZipFile zip;
    private final Map<String, String> sha256 = new TreeMap<>();

    private ArchivedFiles(ZipFile zip) {
        this.zip = zip;
    }

    /** @throws InvalidArchive if it is no such archive */
    static ArchivedFiles open(Path archive) throws IOException {
        try {
            ArchivedFiles files = new ArchivedFiles(new ZipFile(archive.toFile()));
            try {
                files.check();
                return files;
            } catch (IOException | RuntimeException e) {
                files.close();
                throw e;
            }
        } catch (ZipException | EOFException e) {
            throw new InvalidArchive(
                    Reason.UNREADABLE,
                    VersionImport.ARCHIVE,
                    "the archive is no readable ZIP file: " + String.valueOf(e.getMessage()));
        }
    }

    private void check() throws IOException {
        List<? extends ZipEntry> entries = zip.size() > LARGEST.size() ? List.of() : Collections.list(zip.entries());
        if (entries.size() < zip.size()) {
            throw new InvalidArchive(
                    Reason.UNEXPECTED_FILE,
                    VersionImport.ARCHIVE,
                    "the archive has " + zip.size() + " files; a version has " + LARGEST.size() + " at most");
        }
        for (ZipEntry entry : entries) {
            String name = entry.getName();
            if (!LARGEST.containsKey(name) || sha256.containsKey(name)) {
                throw new InvalidArchive(
                        Reason.UNEXPECTED_FILE, name, "'" + name + "' is no file of a version, or there twice");
            }
            sha256.put(name, digest(name));
        }
        for (String name : REQUIRED) {
            require(sha256.containsKey(name), name);
        }
        checkSums();
    }

    private void checkSums() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : new String(bytes(VersionArchive.SUMS), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            Matcher sum = SUM.matcher(line);
            if (!sum.matches() || expected.put(sum.group(2), sum.group(1)) != null) {
                throw new InvalidArchive(
                        Reason.CHECKSUM_MISMATCH, VersionArchive.SUMS, "SHA256SUMS does not hold one digest a line");
            }
        }
        for (String name : expected.keySet()) {
            require(sha256.containsKey(name), name);
        }
        sha256.forEach((name, digest) -> {
            if (!name.equals(VersionArchive.SUMS) && !digest.equals(expected.get(name))) {
                throw new InvalidArchive(
                        Reason.CHECKSUM_MISMATCH, name, "the SHA-256 of '" + name + "' is not the one in SHA256SUMS");
            }
        });
    }

    private static void require(boolean there, String name) {
        if (!there) {
            throw new InvalidArchive(Reason.INCOMPLETE, name, "'" + name + "' is missing in the archive");
        }
    }

    /** Counts what comes out, whatever the archive declares. */
    private String digest(String name) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        int left = LARGEST.getOrDefault(name, 0);
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = open(name)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    throw new InvalidArchive(
                            Reason.FILE_TOO_LARGE,
                            name,
                            "'" + name + "' is larger than " + LARGEST.get(name) + " bytes");
                }
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    boolean has(String name) {
        return sha256.containsKey(name);
    }

    /** @param name of a file that is there */
    InputStream open(String name) throws IOException {
        return zip.getInputStream(zip.getEntry(name));
    }

    /** Of a file that is there. */
    BlobStore.Content content(String name) {
        return out -> {
            try (InputStream in = open(name)) {
                in.transferTo(out);
            }
        };
    }

    /** Of a small file that is there. */
    byte[] bytes(String name) throws IOException {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        }
    }

    /** Of a file that is there. */
    String sha256(String name) {
        return Objects.requireNonNull(sha256.get(name), name);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
