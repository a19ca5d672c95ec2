package org.bubblegram.training;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of the network learns. */
public enum Trainable {
    /** The head alone, on features that are computed once. Minutes become seconds. */
    @JsonProperty("none")
    NONE,
    /** Everything. */
    @JsonProperty("all")
    ALL
}
