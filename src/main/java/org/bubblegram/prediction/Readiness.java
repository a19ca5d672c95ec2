package org.bubblegram.prediction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.bubblegram.registry.FileDamaged;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.storage.BlobNotFound;

/** Tells whether versions can answer: those in memory can, others if this build serves them and their files are whole. */
public final class Readiness {
    /** Probes ask every few seconds, and a file takes a good part of one to read. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST = 1000;

    private final ModelRegistry registry;
    private final Predicate<ModelVersion> inMemory;
    private final Clock clock;
    private final Map<String, Verdict> verdicts = new LinkedHashMap<>() { // guarded by this
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
                    return size() > MOST;
                }
            };

    private record Verdict(boolean whole, Instant until) {}

    Readiness(ModelRegistry registry, Predicate<ModelVersion> inMemory, Clock clock) {
        this.registry = registry;
        this.inMemory = inMemory;
        this.clock = clock;
    }

    /**
     * Whether the version that a reference means can answer.
     *
     * @throws org.bubblegram.registry.ModelNotFound if there is no such model, version or alias
     */
    public boolean ready(ModelReference reference) {
        ModelVersion version = registry.resolve(reference);
        return inMemory.test(version) || (version.card().input().inThisBuild().isPresent() && whole(version));
    }

    /** One at a time: a crowd of probes does not read the same file over and over. */
    private synchronized boolean whole(ModelVersion version) {
        String key = version.reference() + " " + version.createdAt(); // names may be given again
        Instant now = clock.instant();
        Verdict known = verdicts.get(key);
        if (known == null || !now.isBefore(known.until())) {
            known = new Verdict(read(version), now.plus(REMEMBERED));
            verdicts.put(key, known);
        }
        return known.whole();
    }

    private boolean read(ModelVersion version) {
        boolean exported = version.files().containsKey(ModelRegistry.ONNX);
        try {
            registry.verify(version, exported ? ModelRegistry.ONNX : ModelRegistry.WEIGHTS);
            registry.verify(version, ModelRegistry.GOLDEN);
            return true;
        } catch (FileDamaged | BlobNotFound e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
