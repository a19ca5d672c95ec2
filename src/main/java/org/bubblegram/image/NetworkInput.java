package org.bubblegram.image;

import java.util.List;

/**
 * A picture as a network sees it.
 *
 * @param values height * width * 3 floats (H, W, C), upright, see {@link Preprocessing}; owned by this value
 * @param size of the picture itself, upright
 * @param warnings what was unusual about the file, as stable codes (see {@link ImageDecoder})
 */
@SuppressWarnings("ArrayRecordComponent") // an input is passed on, never compared
public record NetworkInput(float[] values, ImageSize size, List<String> warnings) {}
