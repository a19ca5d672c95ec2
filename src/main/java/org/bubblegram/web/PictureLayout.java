package org.bubblegram.web;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bubblegram.image.ImageSize;

/**
 * How a tensor holds N pictures: channels last (N, H, W, 3) or first (N, 3, H, W).
 *
 * @param size H and W
 */
record PictureLayout(TensorShape shape, boolean channelsFirst, ImageSize size) {
    private static final int CHANNELS = 3;

    /** @throws InvalidRequest unless just one of the second and the last side is 3 */
    static PictureLayout of(TensorShape shape, String field) {
        boolean first = shape.side(1) == CHANNELS;
        boolean last = shape.side(3) == CHANNELS;
        if (first == last) {
            throw new InvalidRequest(
                    field,
                    first
                            ? "could be both [n,3,h,w] and [n,h,w,3]; pictures 3 pixels wide or high are not taken"
                            : "must be [n,h,w,3] or [n,3,h,w]");
        }
        return first
                ? new PictureLayout(shape, true, new ImageSize(shape.side(3), shape.side(2)))
                : new PictureLayout(shape, false, new ImageSize(shape.side(2), shape.side(1)));
    }

    int n() {
        return shape.side(0);
    }

    private int pixels() {
        return (int) size.pixels();
    }

    /** Picture i as (H, W, 3), a copy. */
    byte[] interleaved(ByteBuffer values, int i) {
        int start = CHANNELS * pixels() * i;
        byte[] picture = new byte[CHANNELS * pixels()];
        if (!channelsFirst) {
            values.get(start, picture);
            return picture;
        }
        for (int c = 0; c < CHANNELS; c++) {
            for (int p = 0; p < pixels(); p++) {
                picture[CHANNELS * p + c] = values.get(start + c * pixels() + p);
            }
        }
        return picture;
    }

    /** Picture i as (H, W, 3), a part of the values where they lie so already. */
    FloatBuffer interleaved(FloatBuffer values, int i) {
        int start = CHANNELS * pixels() * i;
        if (!channelsFirst) {
            return values.slice(start, CHANNELS * pixels());
        }
        float[] picture = new float[CHANNELS * pixels()];
        for (int c = 0; c < CHANNELS; c++) {
            for (int p = 0; p < pixels(); p++) {
                picture[CHANNELS * p + c] = values.get(start + c * pixels() + p);
            }
        }
        return FloatBuffer.wrap(picture);
    }
}
