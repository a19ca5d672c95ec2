package org.bubblegram;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real images, weights and reference values that lie beside the project and are not part of it. Tests that need them are
 * skipped where they are absent, and fail there if the environment says that they must run.
 */
public final class SharedFiles {
    private static final Path ROOT = Path.of("..", "shared").toAbsolutePath().normalize();

    private SharedFiles() {}

    /** A file or folder, {@code data/nuclei} for example. */
    public static Path of(String relative) {
        Path path = ROOT.resolve(relative);
        if (!Files.exists(path) && System.getenv("BUBBLEGRAM_REQUIRE_SHARED") != null) {
            throw new AssertionError("BUBBLEGRAM_REQUIRE_SHARED is set, but there is no " + path);
        }
        assumeTrue(Files.exists(path), () -> "needs " + path);
        return path;
    }
}
