package org.bubblegram.prediction;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.bubblegram.registry.ModelVersion;
import org.jspecify.annotations.Nullable;

/** The models in memory, least recently used first. A model is closed only while nobody uses it. */
final class LoadedModels<M> implements AutoCloseable {
    /** What is done with a model while it is sure to stay open. */
    @FunctionalInterface
    interface Use<M, R> {
        R with(M model) throws IOException;
    }

    /** Reads a model's files. */
    @FunctionalInterface
    interface Loader<M> {
        M load(ModelVersion version) throws IOException;
    }

    private static final class Entry<M> {
        private int users; // guarded by the map's lock
        private @Nullable M model; // written under the entry's lock

        private synchronized M model(Loader<M> loader, ModelVersion version) throws IOException {
            if (model == null) {
                model = loader.load(version);
            }
            return model;
        }

        private synchronized void close(Consumer<M> closer) {
            if (model != null) {
                closer.accept(model);
            }
        }

        private synchronized boolean loaded() {
            return model != null;
        }
    }

    private final Loader<M> loader;
    private final Consumer<M> closer;
    private final int bound;
    private final Map<String, Entry<M>> entries = new LinkedHashMap<>(16, 0.75f, true);

    LoadedModels(Loader<M> loader, Consumer<M> closer, int bound) {
        this.loader = loader;
        this.closer = closer;
        this.bound = bound;
    }

    /** Uses a version, loading it first where it is not in memory. */
    <R> R use(ModelVersion version, Use<M, R> use) throws IOException {
        String key = version.reference() + " " + version.files().get("model.safetensors");
        Entry<M> entry = enter(key);
        try {
            return use.with(entry.model(loader, version));
        } finally {
            leave(key, entry);
        }
    }

    private synchronized Entry<M> enter(String key) {
        if (!entries.containsKey(key)) {
            closeUnused(bound - 1);
        }
        Entry<M> entry = Objects.requireNonNull(entries.computeIfAbsent(key, k -> new Entry<>()));
        entry.users++;
        return entry;
    }

    private synchronized void leave(String key, Entry<M> entry) {
        entry.users--;
        if (entry.users == 0 && !entry.loaded()) {
            entries.remove(key); // it failed to load: the next use tries again
        }
        closeUnused(bound);
    }

    private void closeUnused(int keep) {
        Iterator<Entry<M>> oldestFirst = entries.values().iterator();
        while (entries.size() > keep && oldestFirst.hasNext()) {
            Entry<M> entry = oldestFirst.next();
            if (entry.users == 0) {
                oldestFirst.remove();
                entry.close(closer);
            }
        }
    }

    /** Closes those nobody uses. */
    @Override
    public synchronized void close() {
        closeUnused(0);
    }
}
