package org.bubblegram.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @TempDir
    private Path folder;

    @Test
    void withoutHeaderThereIsNoKey() {
        assertThat(IdempotencyKey.of(null, new byte[0])).isNull();
    }

    @Test
    void equalRequestsHaveEqualDigests() {
        assertThat(IdempotencyKey.of("k", new byte[] {1})).isEqualTo(IdempotencyKey.of("k", new byte[] {1}));
        assertThat(IdempotencyKey.of("k", new byte[] {1})).isNotEqualTo(IdempotencyKey.of("k", new byte[] {2}));
    }

    @Test
    void anUploadIsToldApartByItsTextsAndItsFile() throws IOException {
        Path a = Files.writeString(folder.resolve("a"), "same");
        Path b = Files.writeString(folder.resolve("b"), "same");
        Path c = Files.writeString(folder.resolve("c"), "other");
        assertThat(IdempotencyKey.of("k", "name", a)).isEqualTo(IdempotencyKey.of("k", "name", b));
        assertThat(IdempotencyKey.of("k", "name", a)).isNotEqualTo(IdempotencyKey.of("k", "name", c));
        assertThat(IdempotencyKey.of("k", "name", a)).isNotEqualTo(IdempotencyKey.of("k", "eman", a));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "é", "a\tb"})
    void refusesWhatIsNotVisibleAscii(String key) {
        assertThatThrownBy(() -> IdempotencyKey.of(key, new byte[0])).isInstanceOf(InvalidRequest.class);
    }

    @Test
    void refusesTheHundredAndTwentyNinthCharacter() {
        assertThat(IdempotencyKey.of("k".repeat(128), new byte[0])).isNotNull();
        assertThatThrownBy(() -> IdempotencyKey.of("k".repeat(129), new byte[0]))
                .isInstanceOf(InvalidRequest.class);
    }
}
