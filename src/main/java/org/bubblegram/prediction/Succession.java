package org.bubblegram.prediction;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.bubblegram.registry.ModelNotFound;
import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;
import org.bubblegram.registry.ModelVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version a reference means to those who ask for predictions. A plain name without the alias {@code production} means
 * the newest version; where that has just been published, the one that answered before goes on until the newest is in
 * memory, so that no request waits for it or fails by it.
 */
final class Succession {
    private static final Logger log = LoggerFactory.getLogger(Succession.class);

    /** After a failure, for what made it fail may pass. */
    private static final Duration UNTIL_NEXT_TRY = Duration.ofMinutes(1);

    private final ModelRegistry registry;
    private final LoadedModels<?> models;
    private final InstantSource clock;
    private final Map<String, ModelVersion> answering = new ConcurrentHashMap<>();
    private final Map<String, Successor> successors = new ConcurrentHashMap<>();

    /** A version on its way into memory. */
    private record Successor(ModelVersion version, CompletableFuture<?> loading, Instant begun) {
        boolean failedBefore(Instant time) {
            return loading.isCompletedExceptionally() && !begun.isAfter(time);
        }

        boolean ready() {
            return loading.isDone() && !loading.isCompletedExceptionally();
        }
    }

    Succession(ModelRegistry registry, LoadedModels<?> models, InstantSource clock) {
        this.registry = registry;
        this.models = models;
        this.clock = clock;
    }

    /** @throws ModelNotFound if there is no such model, version or alias */
    ModelVersion resolve(ModelReference reference) {
        ModelVersion meant = registry.resolve(reference);
        if (reference.version() != null || reference.alias() != null) {
            return meant;
        }
        ModelVersion before = answering.get(reference.model());
        if (before != null && waitsFor(before, meant)) {
            return before;
        }
        answering.put(reference.model(), meant);
        successors.remove(reference.model());
        return meant;
    }

    private boolean waitsFor(ModelVersion before, ModelVersion meant) {
        return before.version() < meant.version()
                && models.holds(before)
                && !registry.aliases(meant.model()).containsKey(ModelReference.PRODUCTION)
                && exists(before)
                && !successor(meant).ready();
    }

    /** Whoever deletes a version wants no answers of it any more. */
    private boolean exists(ModelVersion version) {
        try {
            return same(registry.resolve(ModelReference.parse(version.reference())), version);
        } catch (ModelNotFound e) {
            return false;
        }
    }

    private Successor successor(ModelVersion version) {
        Instant now = clock.instant();
        return successors.compute(version.model(), (model, known) -> {
            boolean same = known != null && same(known.version, version);
            return same && !known.failedBefore(now.minus(UNTIL_NEXT_TRY)) ? known : begin(version, now);
        });
    }

    private Successor begin(ModelVersion version, Instant now) {
        CompletableFuture<?> loading = models.prepare(version).whenComplete((model, failure) -> {
            if (failure != null) {
                log.warn("{} cannot be loaded; the version before it goes on answering", version.reference(), failure);
            }
        });
        return new Successor(version, loading, now);
    }

    /** Files may be added to a version. */
    private static boolean same(ModelVersion one, ModelVersion other) {
        return one.version() == other.version() && one.createdAt().equals(other.createdAt());
    }
}
