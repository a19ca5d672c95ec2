package org.bubblegram.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** @throws TooLarge if the body is larger than a limit */
    <R> R use(InputStream body, long limit, Use<R> use) throws IOException {
        return use(file -> write(body, limit, file), use);
    }

    private static void write(InputStream body, long limit, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                size += read;
                if (size > limit) {
                    throw new TooLarge("the body is larger than " + limit + " bytes");
                }
                out.write(buffer, 0, read);
            }
        }
    }

    <R> R use(MultipartFile upload, Use<R> use) throws IOException {
        return use(file -> upload.transferTo(file.toFile()), use);
    }

    @FunctionalInterface
    private interface Arrival {
        void into(Path file) throws IOException;
    }

    private <R> R use(Arrival arrival, Use<R> use) throws IOException {
        Path file = Files.createTempFile(folder, "upload-", ".zip");
        try {
            arrival.into(file);
            return use.with(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
