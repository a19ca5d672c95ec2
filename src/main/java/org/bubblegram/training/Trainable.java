package org.bubblegram.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.bubblegram.network.Depth;

/** Which part of the network learns. */
public enum Trainable {
    /** The head alone, on features that are computed once. Minutes become seconds. */
    @JsonProperty("none")
    NONE(Depth.HEAD),
    /** The last of four layers and the head, on activations that are computed once. */
    @JsonProperty("layer4")
    LAYER4(Depth.LAYER4),
    /** The last two layers and the head, likewise. */
    @JsonProperty("layer3")
    LAYER3(Depth.LAYER3),
    /** Everything. */
    @JsonProperty("all")
    ALL(Depth.ALL);

    private final Depth depth;

    Trainable(Depth depth) {
        this.depth = depth;
    }

    /** As in JSON: {@code none}, {@code layer4}, ... */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Depth depth() {
        return depth;
    }
}
