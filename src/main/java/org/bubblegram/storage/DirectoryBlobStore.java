package org.bubblegram.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Blobs as files below a root directory: the key is the path.
 *
 * <p>Temporary files lie in {@code .writing}, which no key can name. Where that is gone, the root was moved away or its disk
 * unmounted: nothing is written then, for whoever looks for it later looks in the old place, and nothing is called missing.
 */
public final class DirectoryBlobStore implements BlobStore {
    /** A temporary file not touched for so long has lost its writer. */
    private static final Duration STALE = Duration.ofDays(1);

    private final Path root;
    private final Path writing;

    /** Makes the root where it is missing and removes what killed writers left there. */
    public DirectoryBlobStore(Path root, Clock clock) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        this.writing = this.root.resolve(".writing");
        Files.createDirectories(writing);
        sweep(clock.instant().minus(STALE));
    }

    private void sweep(Instant before) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(writing, "*.tmp")) {
            for (Path part : parts) {
                sweep(part, before);
            }
        }
    }

    private static void sweep(Path part, Instant before) throws IOException {
        try {
            if (Files.getLastModifiedTime(part).toInstant().isBefore(before)) {
                Files.deleteIfExists(part);
            }
        } catch (NoSuchFileException gone) {
            // another process finished or swept it
        }
    }

    @Override
    public void write(String key, Content content) throws IOException {
        Path file = file(key);
        try {
            AtomicFile.write(file, writing, content);
        } catch (NoSuchFileException e) {
            requireRoot();
            throw e;
        }
    }

    @Override
    public InputStream read(String key) throws IOException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            throw notFound(key);
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException gone) {
            throw notFound(key);
        }
    }

    @Override
    public long size(String key) throws IOException {
        try {
            return Files.size(file(key));
        } catch (NoSuchFileException gone) {
            throw notFound(key);
        }
    }

    @Override
    public boolean exists(String key) throws IOException {
        if (Files.isRegularFile(file(key))) {
            return true;
        }
        requireRoot();
        return false;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path top = folder(folder);
        if (!Files.isDirectory(top)) {
            requireRoot();
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                keys.add(key(file));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) { // deleted since its folder was read
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return keys.stream().sorted().toList();
    }

    @Override
    public void delete(String key) throws IOException {
        if (!BlobKey.isFolder(key)) {
            Files.deleteIfExists(file(key));
            return;
        }
        Path top = folder(key);
        if (Files.isDirectory(top)) {
            for (Path path : deepestFirst(top)) {
                Files.deleteIfExists(path);
            }
        }
    }

    private BlobNotFound notFound(String key) throws StoreUnavailable {
        requireRoot();
        return new BlobNotFound(key);
    }

    private void requireRoot() throws StoreUnavailable {
        if (!Files.isDirectory(writing)) {
            throw new StoreUnavailable("the folder of stored files is gone: " + root);
        }
    }

    private static List<Path> deepestFirst(Path top) throws IOException {
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private String key(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private Path file(String key) {
        return root.resolve(BlobKey.key(key));
    }

    private Path folder(String key) {
        return root.resolve(BlobKey.folder(key));
    }
}
