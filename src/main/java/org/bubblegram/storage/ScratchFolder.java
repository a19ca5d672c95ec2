package org.bubblegram.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/** Folders for files that live as long as a request or an export. What killed processes left there is removed after a day. */
public final class ScratchFolder {
    private static final Duration ABANDONED = Duration.ofDays(1);

    private ScratchFolder() {}

    /**
     * Makes a folder where there is none and removes its old files.
     *
     * @param folder for temporary files alone
     */
    public static Path swept(Path folder, InstantSource clock) throws IOException {
        Path swept = Files.createDirectories(folder.toAbsolutePath());
        try (Stream<Path> left = Files.list(swept)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                // younger ones may belong to a process that still runs on the same home
                if (changed(file).isBefore(clock.instant().minus(ABANDONED))) {
                    Files.deleteIfExists(file);
                }
            }
        }
        return swept;
    }

    /** The far future where it is gone: a process that runs on the same home has deleted it meanwhile. */
    private static Instant changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.MAX;
        }
    }
}
