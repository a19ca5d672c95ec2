package org.bubblegram.image;

/** Pictures made smaller, or larger, for people to look at. */
public final class Thumbnail {
    public static final int MIN_WIDTH = 16;
    public static final int MAX_WIDTH = 2048;

    private static final int MAX_HEIGHT = 2 * MAX_WIDTH;

    private Thumbnail() {}

    /**
     * Returns the picture scaled to a width, its aspect kept; narrower where it would be over {@value #MAX_HEIGHT} high.
     *
     * @param width {@value #MIN_WIDTH} to {@value #MAX_WIDTH} pixels
     */
    public static Pixels of(Pixels pixels, int width) {
        if (width < MIN_WIDTH || width > MAX_WIDTH) {
            throw new IllegalArgumentException("width must be " + MIN_WIDTH + " to " + MAX_WIDTH + ", not " + width);
        }
        double scale = Math.min((double) width / pixels.width(), (double) MAX_HEIGHT / pixels.height());
        return resized(pixels, new ImageSize(scaled(pixels.width(), scale), scaled(pixels.height(), scale)));
    }

    private static int scaled(int length, double scale) {
        return (int) Math.max(1, Math.round(length * scale));
    }

    private static Pixels resized(Pixels pixels, ImageSize size) {
        float[] values = Resampling.resize(pixels, size);
        byte[] rgb = new byte[values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (values[i] + 0.5f);
        }
        return new Pixels(size.width(), size.height(), rgb, pixels.warnings());
    }
}
