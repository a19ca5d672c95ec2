package org.bubblegram.rendering;

import org.bubblegram.image.ImageEncoder;
import org.bubblegram.image.Pixels;

/** A rendered picture and the truth about it. */
public final class RenderedPicture {
    private final Pixels pixels;
    private final double[] sizes;

    RenderedPicture(Pixels pixels, double[] sizes) {
        this.pixels = pixels;
        this.sizes = sizes.clone();
    }

    public Pixels pixels() {
        return pixels;
    }

    /** The picture as the bytes of a PNG file. */
    public byte[] png() {
        return ImageEncoder.png(pixels);
    }

    /** Diameters in pixels of all bubbles whose centre lies in the picture: at least one; a copy. */
    public double[] sizes() {
        return sizes.clone();
    }
}
