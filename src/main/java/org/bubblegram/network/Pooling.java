package org.bubblegram.network;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the last feature map becomes one vector. */
public enum Pooling {
    @JsonProperty("max")
    MAX,
    @JsonProperty("average")
    AVERAGE
}
