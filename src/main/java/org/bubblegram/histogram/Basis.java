package org.bubblegram.histogram;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a fraction counts: objects, their area or their volume. */
public enum Basis {
    @JsonProperty("number")
    NUMBER(0),
    @JsonProperty("area")
    AREA(2),
    @JsonProperty("volume")
    VOLUME(3);

    private final int exponent;

    Basis(int exponent) {
        this.exponent = exponent;
    }

    /** As in JSON: {@code number}, {@code area}, {@code volume}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How much an object of a size counts: size to the power of 0, 2 or 3. */
    double weight(double size) {
        return Math.pow(size, exponent);
    }

    int exponent() {
        return exponent;
    }
}
