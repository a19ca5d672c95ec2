package org.bubblegram.web;

import java.util.concurrent.Semaphore;
import org.bubblegram.image.ImageDecoder;
import org.bubblegram.image.ImageEncoder;
import org.bubblegram.image.Pixels;
import org.bubblegram.image.Thumbnail;
import org.bubblegram.image.UnreadableImage;

/** Small upright JPEGs of large pictures, few at a time, for a decoded picture may take 200 MB. */
final class Thumbnails {
    private final ImageDecoder decoder;
    private final Semaphore atOnce = new Semaphore(2);

    Thumbnails(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /** @param width most pixels across; a smaller picture keeps its size */
    byte[] jpeg(byte[] file, int width) throws UnreadableImage {
        atOnce.acquireUninterruptibly();
        try {
            Pixels pixels = decoder.decode(file);
            return ImageEncoder.jpeg(pixels.width() <= width ? pixels : Thumbnail.of(pixels, width));
        } finally {
            atOnce.release();
        }
    }
}
