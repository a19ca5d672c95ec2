package org.bubblegram.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does. */
abstract class BlobStoreContract {
    BlobStore store;

    /** A store without blobs. */
    abstract BlobStore open() throws IOException;

    @BeforeEach
    final void openEmpty() throws IOException {
        store = open();
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
    void aWriterThatThrowsLeavesTheOldBlob() throws IOException {
        write("a/b", "old");

        assertThatThrownBy(() -> store.write("a/b", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");
        assertThatThrownBy(() -> store.write("a/c", out -> {
                    out.write(1);
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");

        assertThat(read("a/b")).isEqualTo("old");
        assertThat(store.list("a/")).containsExactly("a/b");
    }

    @Test
    void aWriterMayCloseItsStream() throws IOException {
        store.write("empty.zip", out -> new ZipOutputStream(out).close());

        assertThat(store.size("empty.zip")).isEqualTo(22);
    }

    @Test
    void anEmptyBlobIsABlob() throws IOException {
        store.write("nothing", out -> {});

        assertThat(store.exists("nothing")).isTrue();
        assertThat(read("nothing")).isEmpty();
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
    void aReaderMayGoBeforeTheEnd() throws IOException {
        write("long", "x".repeat(3_000_000));
        try (InputStream in = store.read("long")) {
            assertThat(in.readNBytes(10)).hasSize(10);
        }

        assertThat(read("long")).hasSize(3_000_000);
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
        assertThat(read("d2")).isEqualTo("d2");
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

    final void write(String key, String text) throws IOException {
        store.write(key, out -> out.write(text.getBytes(UTF_8)));
    }

    final String read(String key) throws IOException {
        try (InputStream in = store.read(key)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
