package org.bubblegram.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest extends BlobStoreContract {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path root;

    @Override
    BlobStore open() throws IOException {
        return new DirectoryBlobStore(root, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aWriterThatThrowsLeavesNoOtherFile() throws IOException {
        write("a/b", "old");
        assertThatThrownBy(() -> store.write("a/b", out -> {
                    throw new IOException("no more");
                }))
                .hasMessage("no more");

        assertThat(filesBelow(root)).containsExactly(root.resolve("a/b"));
    }

    @Test
    void whereTheFolderIsMovedAwayNothingIsWrittenAndNothingIsCalledMissing() throws IOException {
        write("a/b", "whole");
        Path moved = root.resolveSibling(root.getFileName() + "-moved");
        Files.move(root, moved);

        assertThatThrownBy(() -> write("a/c", "lost")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.read("a/b")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.size("a/b")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.exists("a/b")).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.list("a/")).isInstanceOf(StoreUnavailable.class);
        assertThat(root).doesNotExist();

        Files.move(moved, root);
        write("a/c", "kept");
        assertThat(store.list("a/")).containsExactly("a/b", "a/c");
    }

    @Test
    void whereTheFolderIsMovedAwayDuringAWriteItIsNotMadeAnew() throws IOException {
        Path moved = root.resolveSibling(root.getFileName() + "-moved");

        assertThatThrownBy(() -> store.write("a/b/c", out -> {
                    out.write(1);
                    Files.move(root, moved);
                }))
                .isInstanceOf(StoreUnavailable.class);

        assertThat(root).doesNotExist();
        Files.move(moved, root);
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

    private static List<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
