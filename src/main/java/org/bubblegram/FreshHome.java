package org.bubblegram;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
 * Takes away the home that a refused start has made: empty folders and a database without anything in it. Whatever else lies
 * there stays, and so does a home that was there before, or that another process uses by now.
 */
final class FreshHome implements ApplicationListener<SpringApplicationEvent> {
    private static final Logger log = LoggerFactory.getLogger(FreshHome.class);

    private @Nullable Path made;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
            Path home = Path.of(prepared.getEnvironment().getProperty("bubblegram.home", "data"));
            made = Files.exists(home) ? null : home.toAbsolutePath();
        } else if (event instanceof ApplicationFailedEvent && made != null && Files.exists(made)) {
            try {
                remove(made);
            } catch (IOException e) {
                log.warn("{} could not be removed: {}", made, e.toString());
            }
        }
    }

    private static void remove(Path home) throws IOException {
        Path database = home.resolve("db").resolve("bubblegram.mv.db");
        if (Files.exists(database)) {
            if (!isUnused(database)) {
                return;
            }
            Files.delete(database);
            Files.deleteIfExists(database.resolveSibling("bubblegram.trace.db"));
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
