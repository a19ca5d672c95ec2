package org.bubblegram.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.bubblegram.storage.ScratchFolder;
import org.springframework.web.multipart.MultipartFile;

/** Uploaded files while a request works on them. They never pass through memory. */
final class Uploads {
    /** What is done with the file, which is gone afterwards. */
    @FunctionalInterface
    interface Use<R> {
        R with(Path file) throws IOException;
    }

    private final Path folder;

    /** @param folder for nothing else */
    Uploads(Path folder, Clock clock) throws IOException {
        this.folder = ScratchFolder.swept(folder, clock);
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
