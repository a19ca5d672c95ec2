package org.bubblegram.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryBlobStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path root;

    private DirectoryBlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = new DirectoryBlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        write("models/froth/1/card.json", "old");
        write("models/froth/1/card.json", "new");

        assertThat(read("models/froth/1/card.json")).isEqualTo("new");
        assertThat(store.exists("models/froth/1/card.json")).isTrue();
        assertThat(store.exists("models/froth/1")).isFalse();
        assertThat(store.size("models/froth/1/card.json")).isEqualTo(3);
        assertThatThrownBy(() -> store.size("models/froth/2/card.json")).isInstanceOf(BlobNotFound.class);
    }

    @Test
    void aWriterThatThrowsLeavesTheOldBlobAndNothingElse() throws IOException {
        write("a/b", "old");

        assertThatThrownBy(() -> store.write("a/b", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");

        assertThat(read("a/b")).isEqualTo("old");
        assertThat(filesBelow(root)).containsExactly(root.resolve("a/b"));
    }

    @Test
    void aWriterMayCloseItsStream() throws IOException {
        store.write("empty.zip", out -> new ZipOutputStream(out).close());

        assertThat(Files.size(root.resolve("empty.zip"))).isEqualTo(22);
    }

    @Test
    void aReaderNeverSeesHalfABlobWhileWritersReplaceIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        write("a", "x".repeat(50_000));
        Callable<Void> writing = () -> {
            for (int i = 0; i < 30; i++) {
                write("a", String.valueOf((char) ('a' + i % 20)).repeat(50_000));
            }
            return null;
        };
        Future<Void> first = threads.submit(writing);
        Future<Void> second = threads.submit(writing);
        while (!first.isDone() || !second.isDone()) {
            assertThat(read("a")).hasSize(50_000).matches("(.)\\1+");
        }
        first.get();
        second.get();
        threads.shutdown();
    }

    @Test
    void aFolderIsListedInOrderAndDeletedWhole() throws IOException {
        for (String key : new String[] {"d/2", "d/1/b", "d/1/a", "d2", "e"}) {
            write(key, key);
        }

        assertThat(store.list("d/")).containsExactly("d/1/a", "d/1/b", "d/2");
        assertThat(store.list("none/")).isEmpty();

        store.delete("d/");
        store.delete("d/");
        store.delete("e");
        store.delete("e");

        assertThat(store.list("d/")).isEmpty();
        assertThat(filesBelow(root)).containsExactly(root.resolve("d2"));
        assertThatThrownBy(() -> store.read("e"))
                .isInstanceOf(BlobNotFound.class)
                .hasMessageContaining("'e'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "../a",
                "a/../b",
                "a//b",
                "a/.b",
                ".writing/x",
                "A",
                "a b",
                "a\\b",
                "ä",
                "a\0"
            })
    void whatIsNoKeyIsRefused(String key) {
        assertThatThrownBy(() -> store.write(key, out -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.read(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.list("../" + key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leftoversOfKilledWritersAreNeverListedAndGoAfterADay() throws IOException {
        Path stale = leftover("stale", NOW.minusSeconds(24 * 3600 + 1));
        Path fresh = leftover("fresh", NOW.minusSeconds(24 * 3600 - 1));
        write("a/b", "whole");

        DirectoryBlobStore reopened = new DirectoryBlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(stale).doesNotExist();
        assertThat(fresh).exists();
        assertThat(reopened.list("a/")).containsExactly("a/b");
    }

    @Test
    void anAtomicFileReplacesItsTargetWholeAndMakesItsFolders() throws IOException {
        Path target = root.resolve("cache/features/x.bin");
        AtomicFile.write(target, out -> out.write(1));
        AtomicFile.write(target, out -> out.write(new byte[] {2, 3}));
        assertThatThrownBy(() -> AtomicFile.write(target, out -> {
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");

        assertThat(Files.readAllBytes(target)).containsExactly(2, 3);
        assertThat(filesBelow(root.resolve("cache"))).containsExactly(target);
    }

    @Test
    void digestsAreThoseOfTheStandard() throws IOException {
        // FIPS 180-2, appendix B.1 and B.3
        assertThat(Sha256.of("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Path million = root.resolve("million");
        Files.writeString(million, "a".repeat(1_000_000));
        assertThat(Sha256.of(million)).isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    private Path leftover(String name, Instant touched) throws IOException {
        Path file = Files.writeString(root.resolve(".writing/." + name + ".tmp"), "half");
        return Files.setLastModifiedTime(file, FileTime.from(touched));
    }

    private void write(String key, String text) throws IOException {
        store.write(key, out -> out.write(text.getBytes(UTF_8)));
    }

    private String read(String key) throws IOException {
        try (InputStream in = store.read(key)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static List<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
