package org.bubblegram;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;

/**
 * Makes the home where there is none, and takes it away again where the start is refused: empty folders, and a database
 * beside which nothing was stored. A home that was there before stays as it is, and so does whatever has been mounted there
 * since, or is used by another process.
 */
final class FreshHome implements ApplicationListener<SpringApplicationEvent> {
    private static final Logger log = LoggerFactory.getLogger(FreshHome.class);

    private @Nullable Made made;

    /** @param key what tells this folder from another of the same name */
    private record Made(Path home, Object key) {
        boolean isThere() throws IOException {
            return Files.isDirectory(home) && key.equals(keyOf(home));
        }
    }

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        try {
            if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
                made = make(Path.of(prepared.getEnvironment().getProperty("bubblegram.home", "data")));
            } else if (event instanceof ApplicationFailedEvent && made != null && made.isThere()) {
                remove(made.home);
            }
        } catch (IOException e) {
            log.warn("a home that this start has made stays: {}", e.toString());
        }
    }

    /** Null where it was there, or whoever needs it will say why it cannot be. */
    private static @Nullable Made make(Path home) {
        try {
            Path folder = Files.createDirectory(home.toAbsolutePath());
            Object key = keyOf(folder);
            return key == null ? null : new Made(folder, key);
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable Object keyOf(Path folder) throws IOException {
        return Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    }

    private static void remove(Path home) throws IOException {
        Path database = home.resolve("db").resolve("bubblegram.mv.db");
        Path trace = database.resolveSibling("bubblegram.trace.db");
        try (Stream<Path> paths = Files.walk(home)) {
            if (paths.anyMatch(path -> !Files.isDirectory(path) && !path.equals(database) && !path.equals(trace))) {
                return; // something was stored
            }
        }
        if (Files.exists(database)) {
            if (!isUnused(database)) {
                return;
            }
            Files.delete(database);
            Files.deleteIfExists(trace);
        }
        for (Path path : deepestFirst(home)) {
            removeIfEmpty(path);
        }
    }

    /** H2 holds a lock on its file. */
    private static boolean isUnused(Path database) throws IOException {
        try (FileChannel channel = FileChannel.open(database, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) { // this process
            return false;
        }
    }

    private static List<Path> deepestFirst(Path home) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            return paths.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }

    private static void removeIfEmpty(Path folder) throws IOException {
        try {
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            log.debug("{} stays", folder, e);
        }
    }
}
