package org.bubblegram.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bubblegram.storage.Sha256;

/**
 * Local files of what is dear to compute and can be computed again: decoded inputs and what frozen parts of networks give.
 * All together stay below a limit. Those that are open have their room, also for rows yet to come; of the others those not
 * used for longest go first. One process has the folder.
 */
final class TrainingCache {
    private final Path folder;
    private final long maxBytes;
    private final InstantSource clock;
    private final Map<Path, Demand> open = new LinkedHashMap<>();

    TrainingCache(Path folder, long maxBytes, InstantSource clock) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    /** What a file holds. */
    enum Kind {
        INPUTS("decoded pictures of"),
        ACTIVATIONS("activations of the frozen part of"),
        /** Activations likewise, where nothing else could be trained instead. */
        FEATURES("features of");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As before a number of bytes. */
        String words() {
            return words;
        }
    }

    /** @param bytes of all rows that there will be */
    record Demand(Kind kind, long bytes) {}

    /**
     * Opens a file, which has its room until it is closed. It is opened once at a time.
     *
     * @param description everything that the rows depend on
     * @param floats of a row
     * @param count how many rows there will be at most
     * @throws CacheTooSmall if they do not fit beside those that are open
     */
    synchronized Rows open(Kind kind, String description, int floats, long count) throws IOException {
        Path file = folder.resolve(Sha256.of(kind + "|" + description + ":" + floats) + ".rows");
        Files.createDirectories(folder);
        Map<Path, Demand> held = new LinkedHashMap<>(open);
        held.put(file, new Demand(kind, Rows.bytes(count, floats)));
        reserve(held);
        Rows rows = new Rows(file, floats, () -> closed(file));
        open.putAll(held);
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        return rows;
    }

    private synchronized void closed(Path file) {
        open.remove(file);
    }

    /** Decoded inputs of a run's samples, by the sample's id. */
    Rows inputs(TrainingRun run, SampleInputs inputs) throws IOException {
        String description = run.contents() + "|" + inputs.preprocessing().fingerprint();
        return open(Kind.INPUTS, description, inputs.floats(), run.samples().size());
    }

    /** @throws CacheTooSmall if what is open at the same time would not fit even if nothing else were kept */
    void require(List<Demand> together) {
        if (together.stream().mapToLong(Demand::bytes).sum() > maxBytes) {
            throw CacheTooSmall.ofLimit(together, maxBytes);
        }
    }

    /** Makes room for files that are, or are about to be, open. */
    private void reserve(Map<Path, Demand> held) throws IOException {
        List<Demand> demands = List.copyOf(held.values());
        require(demands);
        long total = demands.stream().mapToLong(Demand::bytes).sum();
        for (Path other : newestFirst()) {
            if (!held.containsKey(other)) {
                total += Files.size(other);
                if (total > maxBytes) {
                    Files.delete(other);
                }
            }
        }
        long missing = 0;
        for (Map.Entry<Path, Demand> file : held.entrySet()) {
            long there = Files.exists(file.getKey()) ? Files.size(file.getKey()) : 0;
            missing += Math.max(0, file.getValue().bytes() - there);
        }
        long free = Files.getFileStore(folder).getUsableSpace();
        if (missing > free) {
            throw CacheTooSmall.ofDisk(demands, missing, free);
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = new ArrayList<>(files.toList());
            all.sort(Comparator.comparing(TrainingCache::lastUse).reversed());
            return all;
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
