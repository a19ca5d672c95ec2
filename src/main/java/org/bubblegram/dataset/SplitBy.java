package org.bubblegram.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What stays together when samples are shared out. */
public enum SplitBy {
    /** All samples of a group: what is measured then holds for a new video, camera or day. */
    @JsonProperty("group")
    GROUP,
    /** Nothing: each sample by itself, even where that tells near copies of training images to the test. */
    @JsonProperty("sample")
    SAMPLE
}
