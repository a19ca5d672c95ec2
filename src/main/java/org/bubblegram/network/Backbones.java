package org.bubblegram.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URLConnection;
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
    private final Duration patience;

    /**
     * @param cache folder for downloads
     * @param patience how long a download may stand still
     */
    Backbones(BackboneSettings settings, Path cache, Duration patience) {
        this.settings = settings;
        this.cache = cache;
        this.patience = patience;
    }

    /** Told of a download as it goes on, every 4 MiB; what it throws ends the download. */
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
                try (InputStream in = new Download(location, progress, patience).open()) {
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

    /** One download. It gives up where the server sends nothing for a while. */
    private record Download(BackboneSettings.Location location, Progress progress, Duration patience) {
        private static final long STRIDE = 4L << 20;

        InputStream open() throws IOException {
            URLConnection connection = location.location().toURL().openConnection();
            connection.setConnectTimeout((int) patience.toMillis());
            connection.setReadTimeout((int) patience.toMillis());
            int status = ((HttpURLConnection) connection).getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new IOException(location.location() + " answered " + status);
            }
            return counting(connection.getInputStream(), connection.getContentLengthLong());
        }

        private InputStream counting(InputStream in, long total) {
            return new FilterInputStream(in) {
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
