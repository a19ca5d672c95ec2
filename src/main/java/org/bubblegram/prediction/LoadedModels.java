package org.bubblegram.prediction;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.bubblegram.registry.ModelVersion;

/**
 * The models in memory, least recently used first. A model is closed only while nobody uses it; those in use may hold more
 * memory than the bound.
 */
final class LoadedModels<M> implements AutoCloseable {
    /** What is done with a model while it is sure to stay open. */
    @FunctionalInterface
    interface Use<M, R, E extends Exception> {
        R with(M model) throws IOException, E;
    }

    /** Reads a model's files. */
    @FunctionalInterface
    interface Loader<M> {
        M load(ModelVersion version) throws IOException;
    }

    /** What a model holds and how it lets go of it. */
    record Handling<M>(ToLongFunction<M> bytes, Consumer<M> closer) {}

    private static final class Entry<M> {
        private final CompletableFuture<M> model;
        private int users; // guarded by the map's lock

        Entry(CompletableFuture<M> model) {
            this.model = model;
        }

        boolean loaded() {
            return model.isDone() && !model.isCompletedExceptionally();
        }
    }

    private final Loader<M> loader;
    private final Handling<M> handling;
    private final long bound;
    private final Executor loading;
    private final Map<String, Entry<M>> entries = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param bound in bytes: the least recently used models are closed while all hold more
     * @param loading runs the loader
     */
    LoadedModels(Loader<M> loader, Handling<M> handling, long bound, Executor loading) {
        this.loader = loader;
        this.handling = handling;
        this.bound = bound;
        this.loading = loading;
    }

    /**
     * Uses a version, loading it first where it is not in memory. What loading throws reaches every caller that waits for
     * it, and the next caller tries again.
     */
    <R, E extends Exception> R use(ModelVersion version, Deadline deadline, Use<M, R, E> use) throws IOException, E {
        String key = key(version);
        Entry<M> entry = enter(key, version);
        try {
            M model = Waiting.forResult(entry.model, deadline);
            return use.with(model);
        } finally {
            leave(key, entry);
        }
    }

    /** Whether a version is in memory, so that nobody who uses it waits. */
    synchronized boolean holds(ModelVersion version) {
        Entry<M> entry = entries.get(key(version));
        return entry != null && entry.loaded();
    }

    /** Begins to load a version where it is not in memory; what comes back ends as the loading does. */
    CompletableFuture<?> prepare(ModelVersion version) {
        String key = key(version);
        Entry<M> entry = enter(key, version);
        return entry.model.whenComplete((model, failure) -> leave(key, entry));
    }

    /** A number is never given twice, but names may be. */
    private static String key(ModelVersion version) {
        return version.reference() + " " + version.createdAt();
    }

    private synchronized Entry<M> enter(String key, ModelVersion version) {
        Entry<M> entry = Objects.requireNonNull(entries.computeIfAbsent(key, k -> new Entry<>(load(version))));
        entry.users++;
        return entry;
    }

    private CompletableFuture<M> load(ModelVersion version) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return loader.load(version);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                loading);
    }

    private synchronized void leave(String key, Entry<M> entry) {
        entry.users--;
        if (entry.model.isCompletedExceptionally()) {
            entries.remove(key, entry); // the next use tries again
        }
        closeUnused(bound);
    }

    private void closeUnused(long keep) {
        long held = entries.values().stream().mapToLong(this::bytes).sum();
        Iterator<Entry<M>> oldestFirst = entries.values().iterator();
        while (held > keep && oldestFirst.hasNext()) {
            Entry<M> entry = oldestFirst.next();
            if (entry.users == 0 && entry.loaded()) {
                held -= bytes(entry);
                oldestFirst.remove();
                handling.closer().accept(entry.model.join());
            }
        }
    }

    private long bytes(Entry<M> entry) {
        return entry.loaded() ? handling.bytes().applyAsLong(entry.model.join()) : 0;
    }

    /** Closes those nobody uses. */
    @Override
    public synchronized void close() {
        closeUnused(-1);
    }
}
