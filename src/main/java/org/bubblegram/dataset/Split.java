package org.bubblegram.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which part a sample plays: learned from, chosen by, or looked at once in the end. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("validation")
    VALIDATION,
    @JsonProperty("test")
    TEST;

    /** As in JSON and labels.csv: {@code train}, {@code validation}, {@code test}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #key} wrote, in any case; null for null.
     *
     * @throws IllegalArgumentException if there is no such part
     */
    public static @Nullable Split ofKey(@Nullable String key) {
        return key == null ? null : valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** Reads what people write, in any case; {@code val} is validation too. */
    static Optional<Split> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "train" -> Optional.of(TRAIN);
            case "validation", "val" -> Optional.of(VALIDATION);
            case "test" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }
}
