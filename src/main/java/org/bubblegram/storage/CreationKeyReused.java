package org.bubblegram.storage;

/** An Idempotency-Key that came before with another request. */
public final class CreationKeyReused extends RuntimeException {
    public static final String CODE = "idempotency_key_reused";

    private final String key;

    public CreationKeyReused(String key) {
        super("the Idempotency-Key '" + key + "' was used for another request");
        this.key = key;
    }

    public String key() {
        return key;
    }
}
