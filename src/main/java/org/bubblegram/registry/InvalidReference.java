package org.bubblegram.registry;

/** Text that names no model, version or alias. */
public final class InvalidReference extends RuntimeException {
    private final String reference;

    public InvalidReference(String reference) {
        this(
                reference,
                "a reference to a model: write NAME, NAME@VERSION or NAME@ALIAS; names and aliases "
                        + "are 1 to 64 of a-z 0-9 . _ - and start with a letter or digit, an alias is no number");
    }

    private InvalidReference(String reference, String wanted) {
        super("'" + reference + "' is not " + wanted);
        this.reference = reference;
    }

    /** Where a model's name alone may stand. */
    static InvalidReference noName(String text) {
        return new InvalidReference(
                text,
                "a model's name, which is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit; in a path that "
                        + "takes a name, its version follows as /versions/N");
    }

    public String code() {
        return "invalid_reference";
    }

    public String reference() {
        return reference;
    }
}
