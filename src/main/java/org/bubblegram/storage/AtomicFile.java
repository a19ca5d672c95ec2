package org.bubblegram.storage;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A local file written whole or not at all: to a temporary name, forced to the disk, renamed over the target, the rename
 * forced to the disk too. Whoever reads the target sees the old content or the new, also after a crash.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a file, replacing what was there; missing folders are made. If the content throws, the target stays as it
     * was and nothing else is left. A killed process may leave a file named {@code .*.tmp} beside the target.
     */
    public static void write(Path target, BlobStore.Content content) throws IOException {
        makeFolder(folderOf(target));
        write(target, folderOf(target), content);
    }

    /**
     * @param temporary a folder that is there, where the temporary file is made: beside the target, or in a folder above it
     *     whose parent is not made anew, should it be gone
     */
    static void write(Path target, Path temporary, BlobStore.Content content) throws IOException {
        Path part = temporary.resolve("." + UUID.randomUUID() + ".tmp");
        try {
            fill(part, content);
            makeFolder(folderOf(target), folderOf(temporary));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        forceFolder(folderOf(target));
    }

    private static void fill(Path part, BlobStore.Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new KeptOpen(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Makes a folder and those above it, and forces their entries to the disk. */
    private static void makeFolder(Path folder) throws IOException {
        makeFolder(folder, null);
    }

    /** @param top not made */
    private static void makeFolder(Path folder, @Nullable Path top) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (folder.equals(top)) {
                throw new NoSuchFileException(folder.toString());
            }
            makeFolder(folderOf(folder), top);
            Files.createDirectories(folder);
            forceFolder(folderOf(folder));
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) { // Windows opens no folders
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "the root is no file");
    }

    /** Lets content close its stream (a ZIP must) while the file is still to be forced to the disk. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
