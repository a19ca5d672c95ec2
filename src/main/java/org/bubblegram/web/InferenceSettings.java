package org.bubblegram.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the Open Inference Protocol may ask of us.
 *
 * @param maxBytes of one request, unpacked
 */
@ConfigurationProperties("bubblegram.inference")
record InferenceSettings(@DefaultValue("256MB") DataSize maxBytes) {
    InferenceSettings {
        if (maxBytes.toBytes() < 1) {
            throw new IllegalArgumentException("bubblegram.inference.max-bytes must be at least 1");
        }
    }
}
