package org.bubblegram.image;

/**
 * A decoded, upright picture.
 *
 * @param rgb height * width * 3 values row by row, red, green, blue, each an unsigned byte; owned by this value
 * @param warnings what was unusual about the file, as stable codes (see {@link ImageDecoder})
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is passed on, never compared; copying 36 MB would be waste
public record Pixels(int width, int height, byte[] rgb, java.util.List<String> warnings) {
    public Pixels {
        if (rgb.length != 3 * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes for " + width + "x" + height);
        }
    }
}
