package org.bubblegram.network;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Backbones that the operator offers; a spec names one by its key.
 *
 * @param backbones by name; names are of {@code a-z 0-9 . _ -}, and {@code none} is taken
 * @param defaultBackbone which one a spec means that names none; absent: the only one there is, or random weights
 */
@ConfigurationProperties("bubblegram")
public record BackboneSettings(
        Map<String, Location> backbones, @Nullable String defaultBackbone) {
    /** Random weights. */
    public static final String NONE = "none";

    public BackboneSettings(@Nullable Map<String, Location> backbones, @Nullable String defaultBackbone) {
        this.backbones = backbones == null ? Map.of() : Map.copyOf(backbones);
        this.defaultBackbone = defaultBackbone;
        this.backbones.forEach((name, location) -> location.check(name));
        if (defaultBackbone != null && !defaultBackbone.equals(NONE) && !this.backbones.containsKey(defaultBackbone)) {
            throw new IllegalArgumentException(
                    "bubblegram.default-backbone is '%s', but there is no bubblegram.backbones.%s"
                            .formatted(defaultBackbone, defaultBackbone));
        }
    }

    /**
     * Where a safetensors file is.
     *
     * @param location {@code file:}, {@code https:} or {@code http:}
     * @param sha256 64 hexadecimal digits; required for anything that is downloaded
     */
    public record Location(URI location, @Nullable String sha256) {
        boolean local() {
            return "file".equals(location.getScheme());
        }

        private void check(String name) {
            String property = "bubblegram.backbones." + name;
            if (name.equals(NONE) || !name.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
                throw new IllegalArgumentException(property + ": not a name for a backbone");
            }
            if (!local() && !"https".equals(location.getScheme()) && !"http".equals(location.getScheme())) {
                throw new IllegalArgumentException(property + ".location must be a file:, https: or http: address");
            }
            if (sha256 != null && !sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(property + ".sha256 must be 64 lower-case hexadecimal digits");
            }
            if (sha256 == null && !local()) {
                throw new IllegalArgumentException(
                        property + ".sha256 is required, for what is downloaded must be pinned");
            }
        }
    }

    /** What a spec means that names this backbone, or none. @throws UnknownBackbone if nothing has this name */
    public String resolve(@Nullable String requested) {
        if (requested == null) {
            return defaultBackbone != null
                    ? defaultBackbone
                    : backbones.size() == 1 ? backbones.keySet().iterator().next() : NONE;
        }
        if (!requested.equals(NONE) && !backbones.containsKey(requested)) {
            throw new UnknownBackbone(requested, backbones.keySet());
        }
        return requested;
    }
}
