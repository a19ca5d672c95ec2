package org.bubblegram.registry;

/** A version that cannot be deleted because an alias points to it. */
public final class VersionInUse extends RuntimeException {
    private final String reference;

    public VersionInUse(String reference) {
        super("an alias points to '" + reference + "'; point it elsewhere first");
        this.reference = reference;
    }

    public String code() {
        return "version_in_use";
    }

    public String reference() {
        return reference;
    }
}
