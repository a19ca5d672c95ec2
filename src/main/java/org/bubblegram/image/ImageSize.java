package org.bubblegram.image;

/** Width and height in pixels, upright. */
public record ImageSize(int width, int height) {
    /** Width * height. */
    public long pixels() {
        return (long) width * height;
    }
}
