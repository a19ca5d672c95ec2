package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path home;

    @Test
    void whatIsOlderThanADayIsRemovedAndWhatAnotherProcessMayStillUseStays() throws IOException {
        Path folder = Files.createDirectories(home.resolve("onnx"));
        Path left = file(folder.resolve("model-1.onnx"), Duration.ofHours(24).plusSeconds(1));
        Path used = file(folder.resolve("model-2.onnx"), Duration.ofHours(24).minusSeconds(1));
        Path inner = file(Files.createDirectories(folder.resolve("inner")).resolve("old"), Duration.ofDays(9));

        Path swept = ScratchFolder.swept(folder, InstantSource.fixed(NOW));

        assertThat(swept).isEqualTo(folder.toAbsolutePath());
        assertThat(left).doesNotExist();
        assertThat(used).exists();
        assertThat(inner).exists();
    }

    @Test
    void aFolderThatIsNotThereIsMade() throws IOException {
        assertThat(ScratchFolder.swept(home.resolve("a/b"), InstantSource.fixed(NOW)))
                .isEmptyDirectory();
    }

    private static Path file(Path path, Duration age) throws IOException {
        Files.writeString(path, "left");
        return Files.setLastModifiedTime(path, FileTime.from(NOW.minus(age)));
    }
}
