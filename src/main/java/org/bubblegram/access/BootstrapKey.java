package org.bubblegram.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first key, which the operator chooses: who else could let the first caller in? */
final class BootstrapKey {
    private BootstrapKey() {}

    /** Empty if none is configured. @throws InvalidBootstrapKey if what is configured is no key */
    static Optional<KeyText> of(AccessSettings settings) {
        boolean given = filled(settings.bootstrapKey());
        Path file = settings.bootstrapKeyFile();
        if (given && file != null) {
            throw new InvalidBootstrapKey(
                    "both bubblegram.security.bootstrap-key and bubblegram.security.bootstrap-key-file are set");
        }
        if (file != null) {
            return Optional.of(parse("the file of bubblegram.security.bootstrap-key-file", read(file)));
        }
        return given
                ? Optional.of(parse("bubblegram.security.bootstrap-key", String.valueOf(settings.bootstrapKey())))
                : Optional.empty();
    }

    private static boolean filled(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            InvalidBootstrapKey unreadable =
                    new InvalidBootstrapKey("cannot read bubblegram.security.bootstrap-key-file");
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static KeyText parse(String where, String text) {
        return KeyText.parse(text.strip())
                .orElseThrow(() -> new InvalidBootstrapKey(where + " is no key of the form bgk_ID_SECRET"));
    }
}
