package org.bubblegram.image;

/**
 * What a picture may ask of us before it is decoded. Besides, no side may have more than {@value #MOST_SIDE} pixels, so
 * that the work for a row or column is bounded too.
 *
 * @param maxBytes most bytes of the encoded file, at least 1
 * @param maxPixels most pixels, width * height, 1 to {@value #MOST_PIXELS}
 */
public record ImageLimits(long maxBytes, long maxPixels) {
    /** 64 MiB and 64 megapixels: above any camera of a lab, below what would exhaust a small container. */
    public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 64_000_000);

    /** Three bytes of each pixel must fit one array. */
    public static final long MOST_PIXELS = Integer.MAX_VALUE / 3 - 8;

    /** Pixels of the longer side: as many as fit a sheet scanned at 1200 dpi, and half of what JPEG can hold. */
    public static final int MOST_SIDE = 32_768;

    public ImageLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, not " + maxBytes);
        }
        if (maxPixels < 1 || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException("maxPixels must be 1 to " + MOST_PIXELS + ", not " + maxPixels);
        }
    }
}
