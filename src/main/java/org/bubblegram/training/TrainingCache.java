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
 * Local files of what is dear to compute and can be computed again: decoded inputs and what frozen parts of networks give. Those not used for
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

    /**
     * @param description everything that the rows depend on
     * @param floats of a row
     * @param count how many rows there will be at most
     * @throws CacheTooSmall if they would not fit even if nothing else were kept
     */
    Rows open(String description, int floats, long count) throws IOException {
        Path file = folder.resolve(Sha256.of(description + ":" + floats) + ".rows");
        Files.createDirectories(folder);
        reserve(file, Rows.bytes(count, floats));
        Rows rows = new Rows(file, floats);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return rows;
    }

    /** Decoded inputs of a run's samples, by the sample's id. */
    Rows inputs(TrainingRun run, SampleInputs inputs) throws IOException {
        String description = run.contents() + "|" + inputs.preprocessing().fingerprint();
        return open("inputs|" + description, inputs.floats(), run.samples().size());
    }

    /** @throws CacheTooSmall if so many rows would not fit even if nothing else were kept */
    void require(int floats, long count) {
        long bytes = Rows.bytes(count, floats);
        if (bytes > maxBytes) {
            throw new CacheTooSmall(bytes, maxBytes);
        }
    }

    private void reserve(Path file, long bytes) throws IOException {
        if (bytes > maxBytes) {
            throw new CacheTooSmall(bytes, maxBytes);
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newestFirst = files.filter(other -> !other.equals(file))
                    .sorted(Comparator.comparing(TrainingCache::lastUse).reversed())
                    .toList();
            long total = bytes;
            for (Path other : newestFirst) {
                total += Files.size(other);
                if (total > maxBytes) {
                    Files.delete(other);
                }
            }
        }
        long there = Files.exists(file) ? Files.size(file) : 0;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (bytes - there > free) {
            throw new CacheTooSmall(bytes - there, free);
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
