package org.bubblegram.image;

/** What tests read off a decoded picture. */
final class DecodedPixels {
    private DecodedPixels() {}

    /** Codes of the warnings, separated by commas. */
    static String codes(Pixels pixels) {
        return String.join(
                ",",
                pixels.warnings().stream()
                        .map(w -> w.substring(0, w.indexOf(':')))
                        .toList());
    }

    /** Of the first pixel. */
    static int red(Pixels pixels) {
        return pixels.rgb()[0] & 0xff;
    }

    /** As 0xrrggbb. */
    static int colour(Pixels pixels, int x, int y) {
        int at = 3 * (y * pixels.width() + x);
        byte[] rgb = pixels.rgb();
        return ((rgb[at] & 0xff) << 16) | ((rgb[at + 1] & 0xff) << 8) | (rgb[at + 2] & 0xff);
    }
}
