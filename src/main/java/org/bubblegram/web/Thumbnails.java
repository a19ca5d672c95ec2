package org.bubblegram.web;

import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageEncoder;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.Thumbnail;
import org.bubblegram.image.UnreadableImage;

/** Small upright JPEGs of large pictures. */
final class Thumbnails {
    private final ImageDecoder decoder;

    Thumbnails(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /** @param width most pixels across; a smaller picture keeps its size */
    byte[] jpeg(byte[] file, int width) throws UnreadableImage {
        Pixels pixels = decoder.decode(file);
        return ImageEncoder.jpeg(pixels.width() <= width ? pixels : Thumbnail.of(pixels, width));
    }
}
