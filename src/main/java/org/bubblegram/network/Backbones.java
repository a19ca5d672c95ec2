package org.bubblegram.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.bubblegram.storage.AtomicFile;
import org.bubblegram.storage.Sha256;
import org.jspecify.annotations.Nullable;

/** Finds a backbone's weights: in a file, or downloaded once into a cache. */
public final class Backbones {
    private final BackboneSettings settings;
    private final Path cache;

    /** @param cache folder for downloads */
    public Backbones(BackboneSettings settings, Path cache) {
        this.settings = settings;
        this.cache = cache;
    }

    /** Told of a download as it goes on. */
    @FunctionalInterface
    public interface Progress {
        /** @param total -1 where the server does not say */
        void downloaded(long bytes, long total);
    }

    /** The name a spec means. @throws UnknownBackbone if nothing has it */
    public String resolve(@Nullable String requested) {
        return settings.resolve(requested);
    }

    /**
     * The local file of a named backbone, its SHA-256 checked.
     *
     * @throws InvalidWeights if the file is not the pinned one
     */
    public Path file(String name, Progress progress) throws IOException {
        BackboneSettings.Location location =
                Objects.requireNonNull(settings.backbones().get(name), name);
        if (location.local()) {
            Path file = Path.of(location.location());
            check(name, location, file);
            return file;
        }
        Path file = cache.resolve(location.sha256() + ".safetensors");
        if (!Files.exists(file)) {
            AtomicFile.write(file, out -> {
                try (InputStream in = new Download(location, progress).open()) {
                    in.transferTo(out);
                }
            });
            try {
                check(name, location, file);
            } catch (InvalidWeights e) {
                Files.delete(file);
                throw e;
            }
        }
        return file;
    }

    private static void check(String name, BackboneSettings.Location location, Path file) throws IOException {
        if (location.sha256() != null) {
            String actual = Sha256.of(file);
            if (!actual.equals(location.sha256())) {
                throw new InvalidWeights(
                        "backbone '%s' has SHA-256 %s, but %s is pinned".formatted(name, actual, location.sha256()));
            }
        }
    }

    /** One download. */
    private record Download(BackboneSettings.Location location, Progress progress) {
        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final long STRIDE = 4L << 20;

        InputStream open() throws IOException {
            HttpClient client = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build();
            HttpRequest request = HttpRequest.newBuilder(location.location())
                    .timeout(PATIENCE)
                    .build();
            try {
                HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                if (response.statusCode() != 200) {
                    response.body().close();
                    throw new IOException(location.location() + " answered " + response.statusCode());
                }
                long total =
                        response.headers().firstValueAsLong("Content-Length").orElse(-1);
                return counting(response.body(), total);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while downloading " + location.location(), e);
            }
        }

        private InputStream counting(InputStream in, long total) {
            return new java.io.FilterInputStream(in) {
                private long bytes;
                private long told;

                @Override
                public int read(byte[] into, int at, int length) throws IOException {
                    int read = super.read(into, at, length);
                    bytes += Math.max(0, read);
                    if (bytes - told >= STRIDE || read < 0) {
                        told = bytes;
                        progress.downloaded(bytes, total);
                    }
                    return read;
                }
            };
        }
    }
}
