package org.bubblegram.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts colours from the ICC profile that a JPEG file carries to sRGB, as ImageIO does while it decodes a whole one.
 * The last profile is kept, for the photographs of one camera have the same and making it ready takes milliseconds. Safe
 * for use by many threads, one at a time.
 */
final class ColourProfiles {
    private static final int[] RED_GREEN_BLUE = {0, 1, 2};

    private byte[] last = {};
    private @Nullable ColorConvertOp conversion;

    /**
     * Converts colours in place.
     *
     * @param values red, green and blue of one pixel after the other, 0 to 255; their fractions are kept
     * @throws IrregularJpeg if the profile is damaged, or not one of RGB
     */
    void toSrgb(byte[] profile, float[] values) throws IrregularJpeg {
        byte[] rounded = new byte[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (byte) (values[i] + 0.5f);
        }
        byte[] converted = rounded.clone();
        convert(profile, converted);
        for (int i = 0; i < values.length; i++) {
            values[i] += (converted[i] & 0xff) - (rounded[i] & 0xff);
        }
    }

    private synchronized void convert(byte[] profile, byte[] rgb) throws IrregularJpeg {
        try {
            ColorConvertOp ready = conversion;
            if (ready == null || !Arrays.equals(profile, last)) {
                ready = conversion(profile);
            }
            int pixels = rgb.length / 3;
            WritableRaster raster = Raster.createInterleavedRaster(
                    new DataBufferByte(rgb, rgb.length), pixels, 1, rgb.length, 3, RED_GREEN_BLUE, null);
            ready.filter(raster, raster);
            last = profile;
            conversion = ready;
        } catch (RuntimeException damaged) { // of every kind, as for damaged pictures
            throw new IrregularJpeg("the colour profile is damaged");
        }
    }

    private static ColorConvertOp conversion(byte[] profile) throws IrregularJpeg {
        ICC_ColorSpace colours = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
        if (colours.getType() != ColorSpace.TYPE_RGB) {
            throw new IrregularJpeg("the colour profile is not one of RGB");
        }
        return new ColorConvertOp(colours, ColorSpace.getInstance(ColorSpace.CS_sRGB), null);
    }
}
