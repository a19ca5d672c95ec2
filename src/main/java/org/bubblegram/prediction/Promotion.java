package org.bubblegram.prediction;

import org.bubblegram.registry.ModelReference;
import org.bubblegram.registry.ModelRegistry;

/** Moves an alias to another version without a request noticing: the version is in memory before anyone is sent to it. */
public final class Promotion {
    private final ModelRegistry registry;
    private final Predictor predictor;

    Promotion(ModelRegistry registry, Predictor predictor) {
        this.registry = registry;
        this.predictor = predictor;
    }

    /**
     * Points an alias to a version, wherever it pointed before.
     *
     * @throws org.bubblegram.registry.ModelNotFound if there is no such version
     * @throws org.bubblegram.registry.InvalidReference if it is no alias
     * @throws UnusableModel if the version cannot answer; the alias then stays where it was
     */
    public void promote(String model, String alias, int version) {
        predictor.load(registry.resolve(new ModelReference(model, version, null)));
        registry.putAlias(model, alias, version);
    }
}
