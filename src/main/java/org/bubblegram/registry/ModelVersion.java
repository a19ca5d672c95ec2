package org.bubblegram.registry;

import java.time.Instant;
import java.util.Map;

/**
 * @param version from 1
 * @param files name to SHA-256, lower-case hex
 */
public record ModelVersion(String model, int version, ModelCard card, Map<String, String> files, Instant createdAt) {
    /** {@code froth@3}. */
    public String reference() {
        return model + "@" + version;
    }
}
