package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    @TempDir
    private Path folder;

    private static InputStream body(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }

    @Test
    void aBodyIsAFileWhileItIsUsed() throws IOException {
        long size = new Uploads(folder, Clock.systemUTC()).use(body(100_000), 100_000, Files::size);

        assertThat(size).isEqualTo(100_000);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBodyAboveTheLimitIsRefusedAndNothingOfItStays() throws IOException {
        Uploads uploads = new Uploads(folder, Clock.systemUTC());

        assertThatThrownBy(() -> uploads.use(body(100_001), 100_000, Files::size))
                .isInstanceOf(TooLarge.class)
                .hasMessageContaining("100000 bytes");
        assertThat(folder).isEmptyDirectory();
    }
}
