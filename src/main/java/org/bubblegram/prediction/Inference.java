package org.bubblegram.prediction;

import org.bubblegram.histogram.Histogram;

/**
 * All that a network says of one picture.
 *
 * @param model reference of the version that answered, {@code froth@3}
 * @param logits (K)
 * @param features (F), the input of the head
 */
@SuppressWarnings("ArrayRecordComponent") // numbers on their way, never compared
public record Inference(String model, Histogram histogram, float[] logits, float[] features) {}
