package org.bubblegram.prediction;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that the operator wants in memory before requests come. One that there is not (yet) is passed over, or nobody
 * could train it, and deleting it would take the service down. Where a reference moves to another version, that one is
 * loaded while the service stays ready.
 */
public final class PreloadedModels {
    private static final Logger log = LoggerFactory.getLogger(PreloadedModels.class);

    private final Function<ModelReference, ModelVersion> versions;
    private final Consumer<ModelVersion> loader;
    private final List<ModelReference> wanted;
    private final Map<ModelReference, String> loaded = new ConcurrentHashMap<>();
    private final Map<ModelReference, String> failed = new ConcurrentHashMap<>();

    PreloadedModels(
            Function<ModelReference, ModelVersion> versions,
            Consumer<ModelVersion> loader,
            List<ModelReference> wanted) {
        this.versions = versions;
        this.loader = loader;
        this.wanted = wanted;
    }

    /**
     * Loads what has not been loaded yet; blocks as long as that takes.
     *
     * @return why, for each model of which no version has ever been loaded though there is one; empty: all are
     */
    public Map<String, String> load() {
        Map<String, String> failures = new TreeMap<>();
        for (ModelReference reference : wanted) {
            try {
                load(reference);
            } catch (ModelNotFound e) {
                log.debug("{} is to be loaded, but there is none", reference);
            } catch (RuntimeException e) {
                String why = String.valueOf(e.getMessage());
                if (!why.equals(failed.put(reference, why))) { // it is tried again and again, but told once
                    log.warn("{} could not be loaded: {}", reference, why);
                }
                if (!loaded.containsKey(reference)) {
                    failures.put(reference.toString(), why);
                }
            }
        }
        return failures;
    }

    private void load(ModelReference reference) {
        ModelVersion version = versions.apply(reference);
        String identity = version.reference() + " " + version.createdAt();
        if (!identity.equals(loaded.get(reference))) {
            loader.accept(version);
            loaded.put(reference, identity);
            failed.remove(reference);
            log.info("{} is loaded for {}", version.reference(), reference);
        }
    }
}
