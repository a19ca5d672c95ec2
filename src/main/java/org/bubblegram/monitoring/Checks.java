package org.bubblegram.monitoring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.prediction.PreloadedModels;
import org.bubblegram.storage.BlobStore;

/** What has to work for the service to be ready. */
final class Checks {
    /** All processes write the same bytes there, so it does not matter which of them is read back. */
    static final String STORE_KEY = "health/probe";

    private static final byte[] STORED = {'b', 'u', 'b', 'b', 'l', 'e'};

    private Checks() {}

    /** What should work does not. */
    static final class Unwell extends Exception {
        Unwell(String message) {
            super(message);
        }
    }

    /** Writes a blob of a few bytes and reads it back. */
    static void store(BlobStore blobs) throws IOException, Unwell {
        blobs.write(STORE_KEY, out -> out.write(STORED));
        try (InputStream in = blobs.read(STORE_KEY)) {
            if (!Arrays.equals(in.readNBytes(STORED.length + 1), STORED)) {
                throw new Unwell("the store does not give back what was written");
            }
        }
    }

    /** @param least bytes that must be free */
    static void disk(Path home, long least) throws IOException, Unwell {
        long free = Files.getFileStore(home).getUsableSpace();
        if (free < least) {
            throw new Unwell("%d MB are free below %s, %d are needed".formatted(free >> 20, home, least >> 20));
        }
    }

    /** Computes a sum. */
    static void engine() throws Unwell {
        if (!TensorEngine.answers()) {
            throw new Unwell("the tensor engine computes nonsense");
        }
    }

    static void models(PreloadedModels models) throws Unwell {
        Map<String, String> failures = models.load();
        if (!failures.isEmpty()) {
            throw new Unwell("not loaded: " + failures);
        }
    }
}
