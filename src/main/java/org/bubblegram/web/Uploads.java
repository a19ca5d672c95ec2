package org.bubblegram.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.web.multipart.MultipartFile;

/** Uploaded files while a request works on them. They never pass through memory. */
final class Uploads {
    /** What is done with the file, which is gone afterwards. */
    @FunctionalInterface
    interface Use<R> {
        R with(Path file) throws IOException;
    }

    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path folder;

    /** @param folder for nothing else; what a killed process left there is removed after a day */
    Uploads(Path folder, Clock clock) throws IOException {
        this.folder = Files.createDirectories(folder.toAbsolutePath());
        try (Stream<Path> left = Files.list(this.folder)) {
            for (Path file : left.filter(Files::isRegularFile).toList()) {
                // younger ones may belong to a process that still runs on the same home
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(clock.instant().minus(ABANDONED))) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Where the container may write the parts of a request. */
    Path folder() {
        return folder;
    }

    <R> R use(MultipartFile upload, Use<R> use) throws IOException {
        Path file = Files.createTempFile(folder, "upload-", ".zip");
        try {
            upload.transferTo(file.toFile());
            return use.with(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
