package org.bubblegram.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.bubblegram.storage.BlobStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Deletes what processes that were killed left in the store: blobs that nothing refers to. What is being written is not
 * referred to yet either, so a blob goes only once it has been seen so for long. Many processes may do this at a time.
 */
final class OrphanCollector implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OrphanCollector.class);

    private final List<Source> sources;
    private final BlobStore blobs;
    private final OrphanSettings settings;
    private final LongSupplier nanos;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private @Nullable ScheduledExecutorService thread;

    /** Knows which blobs of a kind nothing refers to: keys, or folders, which end with a slash. */
    @FunctionalInterface
    interface Source {
        Set<String> orphans() throws IOException;
    }

    /** @param nanos a counter that no clock's jump moves */
    OrphanCollector(List<Source> sources, BlobStore blobs, OrphanSettings settings, LongSupplier nanos) {
        this.sources = sources;
        this.blobs = blobs;
        this.settings = settings;
        this.nanos = nanos;
    }

    /** Looks once. */
    synchronized void collect() throws IOException {
        long now = nanos.getAsLong();
        Set<String> orphans = new HashSet<>();
        for (Source source : sources) {
            orphans.addAll(source.orphans());
        }
        firstSeen.keySet().retainAll(orphans);
        for (String orphan : orphans) {
            long since = firstSeen.computeIfAbsent(orphan, key -> now);
            if (Duration.ofNanos(now - since).compareTo(settings.after()) >= 0) {
                blobs.delete(orphan);
                firstSeen.remove(orphan);
                log.info("deleted {}, which nothing refers to", orphan);
            }
        }
    }

    private void collectAndLog() {
        try {
            collect();
        } catch (IOException | RuntimeException e) {
            log.warn("what nothing refers to could not be looked for; tried again in {}", settings.every(), e);
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "orphans");
            named.setDaemon(true);
            return named;
        });
        long every = settings.every().toMillis();
        ScheduledFuture<?> unused =
                started.scheduleWithFixedDelay(this::collectAndLog, every, every, TimeUnit.MILLISECONDS);
        thread = started;
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdown(); // and no interrupt, which would close an H2 file
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
