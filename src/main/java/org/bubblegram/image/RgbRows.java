package org.bubblegram.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded picture row by row in RGB of 8 bits, from the samples as they are stored: asked for colours, Java would apply
 * a gamma curve to grey values (128 becomes 188) and divide by alpha.
 */
interface RgbRows {
    /** Fills {@code rgb}, three bytes a pixel, with row y. */
    void read(int y, byte[] rgb);

    static RgbRows of(Pixels pixels) {
        return (y, rgb) -> System.arraycopy(pixels.rgb(), y * rgb.length, rgb, 0, rgb.length);
    }

    /** Adds a warning for whatever is changed on the way. */
    static RgbRows of(BufferedImage image, List<String> warnings) {
        ColorModel colours = image.getColorModel();
        if (colours instanceof IndexColorModel palette) {
            return indexed(image.getRaster(), palette);
        }
        int type = colours.getColorSpace().getType();
        if (type != ColorSpace.TYPE_RGB && type != ColorSpace.TYPE_GRAY) {
            warnings.add("colours_converted: the file's colours were converted to RGB");
            return converted(image);
        }
        if (transparent(image)) {
            warnings.add("transparency_ignored: transparent parts show the colours stored beneath");
        }
        int[] bands = type == ColorSpace.TYPE_RGB ? new int[] {0, 1, 2} : new int[] {0, 0, 0};
        return hasNaturalRange(image.getSampleModel())
                ? stored(image.getRaster(), bands, warnings)
                : stretched(image.getRaster(), bands, warnings);
    }

    private static RgbRows indexed(Raster raster, IndexColorModel palette) {
        byte[][] colours = new byte[3][1 << raster.getSampleModel().getSampleSize(0)]; // black beyond the palette's end
        palette.getReds(colours[0]);
        palette.getGreens(colours[1]);
        palette.getBlues(colours[2]);
        int[] row = new int[raster.getWidth()];
        return (y, rgb) -> {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int x = 0; x < row.length; x++) {
                rgb[3 * x] = colours[0][row[x]];
                rgb[3 * x + 1] = colours[1][row[x]];
                rgb[3 * x + 2] = colours[2][row[x]];
            }
        };
    }

    private static RgbRows converted(BufferedImage image) {
        BufferedImage converted = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        new ColorConvertOp(null).filter(image, converted);
        return stored(converted.getRaster(), new int[] {0, 1, 2}, new ArrayList<>());
    }

    /** Unsigned samples of up to 16 bits, by table: from 0 to full scale becomes 0 to 255. */
    private static RgbRows stored(Raster raster, int[] bands, List<String> warnings) {
        if (raster.getSampleModel() instanceof ComponentSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte) {
            return bytes(raster, model, bands);
        }
        byte[][] tables = new byte[3][];
        int brightest = brightestOfDeep(raster, bands);
        for (int c = 0; c < 3; c++) {
            int bits = raster.getSampleModel().getSampleSize(bands[c]);
            int full = (1 << bits) - 1;
            boolean dark = brightest > 0 && brightest < full / 8;
            tables[c] = table(bits, dark ? brightest : full);
            if (dark && c == 0) {
                warnings.add("low_dynamic_range: the brightest of " + full + " possible values is " + brightest
                        + ", it was stretched to white");
            }
        }
        int count = raster.getNumBands();
        int[] row = new int[raster.getWidth() * count];
        return (y, rgb) -> {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int from = 0, to = 0; to < rgb.length; from += count, to += 3) {
                rgb[to] = tables[0][row[from + bands[0]]];
                rgb[to + 1] = tables[1][row[from + bands[1]]];
                rgb[to + 2] = tables[2][row[from + bands[2]]];
            }
        };
    }

    /** Samples of 8 bits in arrays of bytes, as most pictures have: they are what we want already. */
    private static RgbRows bytes(Raster raster, ComponentSampleModel model, int[] bands) {
        DataBufferByte buffer = (DataBufferByte) raster.getDataBuffer();
        byte[][] arrays = new byte[3][];
        int[] starts = new int[3];
        for (int c = 0; c < 3; c++) {
            int bank = model.getBankIndices()[bands[c]];
            arrays[c] = buffer.getData(bank);
            starts[c] = buffer.getOffsets()[bank]
                    + model.getOffset(-raster.getSampleModelTranslateX(), -raster.getSampleModelTranslateY(), bands[c]);
        }
        int step = model.getPixelStride();
        return (y, rgb) -> {
            for (int c = 0; c < 3; c++) {
                byte[] samples = arrays[c];
                int from = starts[c] + y * model.getScanlineStride();
                for (int to = c; to < rgb.length; to += 3, from += step) {
                    rgb[to] = samples[from];
                }
            }
        };
    }

    private static byte[] table(int bits, int white) {
        byte[] table = new byte[1 << bits];
        for (int value = 0; value < table.length; value++) {
            table[value] = (byte) Math.min(255, (value * 255 + white / 2) / white);
        }
        return table;
    }

    /** The brightest sample where samples have more than 8 bits, else 0. */
    private static int brightestOfDeep(Raster raster, int[] bands) {
        if (raster.getSampleModel().getSampleSize(0) <= 8) {
            return 0;
        }
        return (int) brightest(raster, bands);
    }

    private static double brightest(Raster raster, int[] bands) {
        double[] row = new double[raster.getWidth()];
        double brightest = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int band : Arrays.stream(bands).distinct().toArray()) {
                for (double value : raster.getSamples(0, y, row.length, 1, band, row)) {
                    if (value > brightest && value < Double.POSITIVE_INFINITY) {
                        brightest = value;
                    }
                }
            }
        }
        return brightest;
    }

    private static RgbRows stretched(Raster raster, int[] bands, List<String> warnings) {
        double brightest = brightest(raster, bands);
        double scale = brightest > 0 ? 255 / brightest : 0;
        warnings.add("scaled_to_brightest: samples have no natural range, the brightest (" + (float) brightest
                + ") became white");
        int count = raster.getNumBands();
        double[] row = new double[raster.getWidth() * count];
        return (y, rgb) -> {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int i = 0; i < rgb.length; i++) {
                double value = row[i / 3 * count + bands[i % 3]] * scale;
                rgb[i] = (byte) (value > 0 ? Math.min(255, value + 0.5) : 0); // not a number becomes 0 too
            }
        };
    }

    private static boolean hasNaturalRange(SampleModel samples) {
        int type = samples.getDataType();
        boolean unsigned = type == DataBuffer.TYPE_BYTE
                || type == DataBuffer.TYPE_USHORT
                || (type == DataBuffer.TYPE_INT && samples.getNumDataElements() == 1); // packed colours
        return unsigned && Arrays.stream(samples.getSampleSize()).allMatch(bits -> bits <= 16);
    }

    private static boolean transparent(BufferedImage image) {
        Raster alpha = image.getAlphaRaster();
        if (alpha == null || !hasNaturalRange(image.getSampleModel())) {
            return false;
        }
        int opaque = (1 << alpha.getSampleModel().getSampleSize(0)) - 1;
        int[] row = new int[alpha.getWidth()];
        for (int y = 0; y < alpha.getHeight(); y++) {
            for (int value : alpha.getSamples(0, y, row.length, 1, 0, row)) {
                if (value < opaque) {
                    return true;
                }
            }
        }
        return false;
    }
}
