package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of 250 floats are 1008 bytes; the cache holds 5000 bytes. */
class TrainingCacheTest {
    private static final int FLOATS = 250;

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void whatWasNotUsedForLongestGoesWhenRoomIsNeeded() throws Exception {
        write("old", 2);
        write("recent", 2);
        write("old", 2); // used again
        write("new", 2);

        assertThat(holds("recent")).isFalse();
        assertThat(holds("old")).isTrue();
        assertThat(holds("new")).isTrue();
    }

    @Test
    void roomIsMadeForAllRowsThatWillComeNotForThoseThatAreThere() throws Exception {
        write("other", 2);
        try (Rows rows = cache().open("large", FLOATS, 4)) {
            assertThat(rows.floats()).isEqualTo(FLOATS);
        }

        assertThat(holds("other")).isFalse();
    }

    @Test
    void whatCannotFitIsRefusedAndNothingIsLost() throws Exception {
        write("other", 2);

        assertThatThrownBy(() -> cache().open("large", FLOATS, 5)).isInstanceOf(CacheTooSmall.class);
        assertThatThrownBy(() -> cache().require(FLOATS, 5)).isInstanceOf(CacheTooSmall.class);
        assertThat(holds("other")).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    private TrainingCache cache() {
        now = now.plus(Duration.ofMinutes(1));
        return new TrainingCache(folder, 5000, () -> now);
    }

    private void write(String name, int count) throws Exception {
        try (Rows rows = cache().open(name, FLOATS, count)) {
            for (int row = 0; row < count; row++) {
                rows.write(row, new float[FLOATS]);
            }
        }
        backdate();
    }

    /** What was written bears the system's time, which is later than the test's. */
    private void backdate() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isAfter(now)) {
                    Files.setLastModifiedTime(file, FileTime.from(now));
                }
            }
        }
    }

    private boolean holds(String name) throws Exception {
        // asks for no room, so nothing goes
        try (Rows rows = cache().open(name, FLOATS, 0)) {
            return rows.has(0);
        }
    }
}
