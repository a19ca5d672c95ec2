package org.bubblegram.registry;

/** There is no such model, version or alias. */
public final class ModelNotFound extends RuntimeException {
    private final String reference;

    public ModelNotFound(String reference) {
        super("there is no model '" + reference + "'");
        this.reference = reference;
    }

    public String code() {
        return "model_not_found";
    }

    public String reference() {
        return reference;
    }
}
