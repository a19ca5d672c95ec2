package org.bubblegram.registry;

import java.io.IOException;

/** A model's file whose content is not what was published. */
public final class FileDamaged extends IOException {
    private final String reference;
    private final String file;

    public FileDamaged(String reference, String file) {
        super("file '" + file + "' of model '" + reference + "' is damaged: its SHA-256 is not the published one");
        this.reference = reference;
        this.file = file;
    }

    public String code() {
        return "model_file_damaged";
    }

    public String reference() {
        return reference;
    }

    public String file() {
        return file;
    }
}
