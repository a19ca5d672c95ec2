package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsTest {
    @TempDir
    Path folder;

    @Test
    void rowsAreReadBackAfterTheFileWasClosed() throws Exception {
        try (Rows rows = new Rows(file(), 3)) {
            rows.write(4, new float[] {1, 2, 3});
            rows.write(1, new float[3]);
        }
        try (Rows rows = new Rows(file(), 3)) {
            float[] part = new float[4];
            rows.read(4, 1, part, 2, 2);

            assertThat(part).containsExactly(0, 0, 2, 3);
            assertThat(rows.has(1)).as("a row of zeros is a row").isTrue();
            assertThat(rows.has(0)).isFalse();
            assertThat(rows.has(5)).isFalse();
        }
    }

    @Test
    void aRowThatWasNotWrittenToItsEndDoesNotCount() throws Exception {
        try (Rows rows = new Rows(file(), 3)) {
            rows.write(0, new float[] {1, 2, 3});
            rows.write(1, new float[] {4, 5, 6});
        }
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.setLength(raw.length() - 2);
            raw.seek(9);
            raw.write(77);
        }
        try (Rows rows = new Rows(file(), 3)) {
            assertThat(rows.has(0)).isFalse();
            assertThat(rows.has(1)).isFalse();
        }
    }

    private Path file() {
        return folder.resolve("some.rows");
    }
}
