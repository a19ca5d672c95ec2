package org.bubblegram.registry;

/** Text that names no model, version or alias. */
public final class InvalidReference extends RuntimeException {
    private final String reference;

    public InvalidReference(String reference) {
        super("'" + reference
                + "' is no reference to a model: write NAME, NAME@VERSION or NAME@ALIAS; names and aliases "
                + "are 1 to 64 of a-z 0-9 . _ - and start with a letter or digit, an alias is no number");
        this.reference = reference;
    }

    public String code() {
        return "invalid_reference";
    }

    public String reference() {
        return reference;
    }
}
