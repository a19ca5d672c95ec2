package org.bubblegram.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder must know of the one scan of a JPEG file.
 *
 * @param size as stored, before EXIF rotation
 * @param components one (grey) or three (Y, Cb, Cr)
 * @param restartInterval units between restart markers, 0 if there are none
 * @param start where the coded data begin in the file
 * @param profile ICC profile of the colours, null if the file has none
 */
@SuppressWarnings("ArrayRecordComponent") // made for one picture and never compared
record JpegScan(ImageSize size, List<Component> components, int restartInterval, int start, byte @Nullable [] profile) {
    /**
     * A plane of samples; a unit of the scan holds {@code h * v} blocks of it.
     *
     * @param quantization 64 steps in zigzag order
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one picture and never compared
    record Component(int h, int v, int[] quantization, HuffmanCode dc, HuffmanCode ac) {}

    /** Most blocks across that a component has in a unit. */
    int maxH() {
        return components.stream().mapToInt(Component::h).max().orElseThrow();
    }

    int maxV() {
        return components.stream().mapToInt(Component::v).max().orElseThrow();
    }
}
