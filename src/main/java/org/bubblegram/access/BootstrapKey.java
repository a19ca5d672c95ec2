package org.bubblegram.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A key that the operator chooses: the first, for who else could let the first caller in, and that of the monitoring, which
 * has to be there from the start.
 */
record BootstrapKey(String name, Role role, KeyText text) {
    /** Those that are configured. @throws InvalidBootstrapKey if what is configured is no key, or one key for two */
    static List<BootstrapKey> of(AccessSettings settings) {
        Optional<BootstrapKey> admin = text("bootstrap-key", settings.bootstrapKey(), settings.bootstrapKeyFile())
                .map(text -> new BootstrapKey("bootstrap", Role.ADMIN, text));
        Optional<BootstrapKey> metrics = text("metrics-key", settings.metricsKey(), settings.metricsKeyFile())
                .map(text -> new BootstrapKey("metrics", Role.METRICS, text));
        List<BootstrapKey> keys =
                Stream.of(admin, metrics).flatMap(Optional::stream).toList();
        if (keys.stream().map(key -> key.text().id()).distinct().count() < keys.size()) {
            throw new InvalidBootstrapKey("bubblegram.security.bootstrap-key and metrics-key have the same id");
        }
        return keys;
    }

    private static Optional<KeyText> text(String setting, @Nullable String text, @Nullable Path file) {
        String property = "bubblegram.security." + setting;
        boolean given = text != null && !text.isBlank();
        if (given && file != null) {
            throw new InvalidBootstrapKey("both " + property + " and " + property + "-file are set");
        }
        if (file != null) {
            return Optional.of(parse("the file of " + property + "-file", read(property, file)));
        }
        return given ? Optional.of(parse(property, String.valueOf(text))) : Optional.empty();
    }

    private static String read(String property, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            InvalidBootstrapKey unreadable = new InvalidBootstrapKey("cannot read " + property + "-file");
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static KeyText parse(String where, String text) {
        return KeyText.parse(text.strip())
                .orElseThrow(() -> new InvalidBootstrapKey(where + " is no key of the form bgk_ID_SECRET"));
    }
}
