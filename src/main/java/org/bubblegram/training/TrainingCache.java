package org.bubblegram.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bubblegram.storage.Sha256;

/**
 * Local files of what is dear to compute and can be computed again: decoded inputs and frozen features. Those not used for
 * longest go first when the limit is reached.
 */
final class TrainingCache {
    private final Path folder;
    private final long maxBytes;
    private final InstantSource clock;

    TrainingCache(Path folder, long maxBytes, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** @param description everything that the rows depend on */
    Rows open(String description, int floats) throws IOException {
        Path file = folder.resolve(Sha256.of(description + ":" + floats) + ".rows");
        dropOldest(file);
        Rows rows = new Rows(file, floats);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return rows;
    }

    private void dropOldest(Path kept) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newestFirst = files.sorted(
                            Comparator.comparing(TrainingCache::lastUse).reversed())
                    .toList();
            long bytes = 0;
            for (Path file : newestFirst) {
                bytes += Files.size(file);
                if (bytes > maxBytes && !file.equals(kept)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static FileTime lastUse(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
