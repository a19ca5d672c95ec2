package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bubblegram.training.TrainingCache.Demand;
import org.bubblegram.training.TrainingCache.Kind;
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
        try (Rows rows = cache().open(Kind.INPUTS, "large", FLOATS, 4)) {
            assertThat(rows.floats()).isEqualTo(FLOATS);
        }

        assertThat(holds("other")).isFalse();
    }

    @Test
    void whatCannotFitIsRefusedAndNothingIsLost() throws Exception {
        write("other", 2);

        assertThatThrownBy(() -> cache().open(Kind.INPUTS, "large", FLOATS, 5)).isInstanceOf(CacheTooSmall.class);
        assertThat(holds("other")).isTrue();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatIsOpenKeepsItsRoomAlsoForRowsThatAreYetToCome() throws Exception {
        TrainingCache cache = cache();
        try (Rows inputs = cache.open(Kind.INPUTS, "inputs", FLOATS, 3)) { // 3024 bytes
            inputs.write(0, new float[FLOATS]);
            backdate();
            write(cache, "other", 1);

            assertThatThrownBy(() -> cache.open(Kind.ACTIVATIONS, "activations", FLOATS, 2)) // 2016 bytes
                    .isInstanceOf(CacheTooSmall.class)
                    .hasMessageContaining(
                            "decoded pictures of 0 MB and activations of the frozen part of 0 MB, together 0 MB");
            try (Rows activations = cache.open(Kind.ACTIVATIONS, "activations", FLOATS, 1)) {
                assertThat(activations.has(0)).isFalse();
            }
            assertThat(inputs.has(0)).isTrue();
        }
    }

    @Test
    void makingRoomNeverTakesTheFileThatIsOpenHoweverOldItIs() throws Exception {
        TrainingCache cache = cache();
        try (Rows inputs = cache.open(Kind.INPUTS, "inputs", FLOATS, 1)) {
            inputs.write(0, new float[FLOATS]);
            backdate();
            now = now.plus(Duration.ofDays(1));
            write(cache, "recent", 2); // newer, and in the way
            try (Rows activations = cache.open(Kind.ACTIVATIONS, "activations", FLOATS, 3)) {
                assertThat(activations.floats()).isEqualTo(FLOATS);
            }
        }

        assertThat(holds("inputs")).as("1008 + 3024 bytes").isTrue();
        assertThat(holds("recent")).as("2016 more are too many").isFalse();
    }

    @Test
    void whatIsClosedMayGoAgain() throws Exception {
        TrainingCache cache = cache();
        write(cache, "inputs", 3);

        write(cache, "large", 4);

        assertThat(holds("inputs")).isFalse();
    }

    @Test
    void whatOneRunKeepsIsHeldToTheLimitTogether() {
        Demand inputs = new Demand(Kind.INPUTS, 3000);
        Demand activations = new Demand(Kind.ACTIVATIONS, 2000);

        cache().require(List.of(inputs, activations));
        assertThatThrownBy(() -> cache().require(List.of(inputs, activations, new Demand(Kind.ACTIVATIONS, 1))))
                .isInstanceOf(CacheTooSmall.class);
    }

    private TrainingCache cache() {
        now = now.plus(Duration.ofMinutes(1));
        return new TrainingCache(folder, 5000, () -> now);
    }

    private void write(String name, int count) throws Exception {
        write(cache(), name, count);
    }

    private void write(TrainingCache cache, String name, int count) throws Exception {
        try (Rows rows = cache.open(Kind.INPUTS, name, FLOATS, count)) {
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
        try (Rows rows = cache().open(Kind.INPUTS, name, FLOATS, 0)) {
            return rows.has(0);
        }
    }
}
