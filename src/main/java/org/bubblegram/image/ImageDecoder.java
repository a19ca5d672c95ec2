package org.bubblegram.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.bubblegram.image.UnreadableImage.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG (MPO too), PNG, TIFF, BMP and GIF files into upright RGB pixels of 8 bits. Samples are taken as stored:
 * alpha is dropped, not blended; grey is repeated three times; deeper samples are scaled by their depth. Safe for use
 * by many threads, which wait for each other where their pictures together would take more than a third of the heap.
 *
 * <p>Warnings are {@code code: text} with the codes
 *
 * <ul>
 *   <li>{@code exif_rotated}: the picture was set upright,
 *   <li>{@code low_dynamic_range}: a deep picture used less than an eighth of its range and was brightened,
 *   <li>{@code scaled_to_brightest}: samples have no natural range (float, signed, 32 bits), the brightest became 255,
 *   <li>{@code transparency_ignored}: parts of the picture are transparent and show the colours stored beneath,
 *   <li>{@code colours_converted}: colours other than RGB or grey, such as CMYK, were converted,
 *   <li>{@code first_of_several}: the file holds more pictures than the one that was read.
 * </ul>
 */
public final class ImageDecoder {
    static {
        ImageIO.setUseCache(false);
        registerReaders();
    }

    private static final int BYTES_OF_RESULT = 3; // of a pixel
    private static final int BYTES_OF_CONVERTED = 3; // where colours are converted on the way

    private final ImageLimits limits;
    private final DecodingMemory memory;
    private final ColourProfiles profiles = new ColourProfiles();

    public ImageDecoder(ImageLimits limits) {
        this(limits, DecodingMemory.ofHeap());
    }

    ImageDecoder(ImageLimits limits, DecodingMemory memory) {
        this.limits = limits;
        this.memory = memory;
    }

    /** Size as it will be after EXIF rotation, read from the header alone. */
    public ImageSize probe(byte[] file) throws UnreadableImage {
        FileFormat format = formatOf(file);
        try (EncodedImage image = new EncodedImage(file, format)) {
            return ExifOrientation.of(file, format).of(sizeOf(image));
        }
    }

    /** @throws UnreadableImage if the file is no whole picture within the limits; these are checked before decoding */
    public Pixels decode(byte[] file) throws UnreadableImage {
        FileFormat format = formatOf(file);
        try (EncodedImage image = new EncodedImage(file, format)) {
            ImageSize size = sizeOf(image);
            verify(file, format);
            View upright = ExifOrientation.of(file, format);
            List<String> warnings = warnings(image, upright);
            return withMemory(
                    bytesToDecode(image, size, BYTES_OF_RESULT + BYTES_OF_CONVERTED),
                    () -> pixels(image.read(), upright, warnings));
        }
    }

    /**
     * Decodes a picture straight to a network's input, without all its pixels in between: a JPEG that is much larger
     * than the input is decoded at a half, a quarter or an eighth of its size.
     *
     * @throws UnreadableImage as {@link #decode}
     */
    public NetworkInput decode(byte[] file, Preprocessing preprocessing) throws UnreadableImage {
        FileFormat format = formatOf(file);
        try (EncodedImage image = new EncodedImage(file, format)) {
            ImageSize size = sizeOf(image);
            verify(file, format);
            View upright = ExifOrientation.of(file, format);
            List<String> warnings = warnings(image, upright);
            float[] values = format == FileFormat.JPEG ? reduced(file, size, preprocessing) : null;
            if (values == null) {
                values = withMemory(
                        bytesToDecode(image, size, BYTES_OF_CONVERTED),
                        () -> preprocessing.resize(RgbRows.of(image.read(), warnings), size, 1));
            }
            float[] input = preprocessing.normalize(values);
            float[] seen = upright == View.UPRIGHT ? input : preprocessing.apply(input, upright);
            return new NetworkInput(seen, upright.of(size), List.copyOf(warnings));
        }
    }

    /** Null where the JPEG is not so large, or not so regular, that it can be reduced while it is decoded. */
    private float @Nullable [] reduced(byte[] file, ImageSize size, Preprocessing preprocessing) {
        int reduction = preprocessing.reduction(size);
        if (reduction == 1) {
            return null;
        }
        try {
            JpegScan scan = JpegHeader.read(file);
            if (!scan.size().equals(size)) {
                return null;
            }
            float[] values = withMemory(ReducedJpeg.bytes(file, scan, reduction), () -> {
                Pixels pixels = ReducedJpeg.read(file, scan, reduction);
                return preprocessing.resize(RgbRows.of(pixels), size, reduction);
            });
            if (scan.profile() != null) {
                profiles.toSrgb(scan.profile(), values);
            }
            return values;
        } catch (IrregularJpeg irregular) { // the complete decoder will say whether it is damaged
            return null;
        }
    }

    private static List<String> warnings(EncodedImage image, View upright) throws UnreadableImage {
        List<String> warnings = new ArrayList<>();
        if (upright != View.UPRIGHT) {
            warnings.add("exif_rotated: the picture was set upright as its EXIF orientation says");
        }
        int count = image.count();
        if (count > 1) {
            warnings.add("first_of_several: the file holds " + count + " pictures, the first one is used");
        }
        return warnings;
    }

    private <T, E extends Exception> T withMemory(long bytes, Decoding<T, E> decoding) throws E {
        int taken = memory.take(bytes);
        try {
            return decoding.run();
        } finally {
            memory.giveBack(taken);
        }
    }

    private interface Decoding<T, E extends Exception> {
        T run() throws E;
    }

    /** What the picture takes as it is stored, a tile of it beside it while it is read, and what is made of it. */
    private static long bytesToDecode(EncodedImage image, ImageSize size, int besideStored) throws UnreadableImage {
        long stored = image.bytesOfPixel();
        ImageSize tile = image.tile();
        long tiles = tile.equals(size) ? 0 : tile.pixels() * stored;
        return size.pixels() * (stored + besideStored) + tiles;
    }

    private FileFormat formatOf(byte[] file) throws UnreadableImage {
        if (file.length == 0) {
            throw new UnreadableImage(Reason.EMPTY, "the file has no bytes");
        }
        if (file.length > limits.maxBytes()) {
            throw new UnreadableImage(
                    Reason.TOO_MANY_BYTES, file.length + " bytes are more than the limit of " + limits.maxBytes());
        }
        return FileFormat.of(file)
                .orElseThrow(() -> new UnreadableImage(
                        Reason.UNSUPPORTED_FORMAT, "the file is not a JPEG, PNG, TIFF, BMP or GIF picture"));
    }

    private ImageSize sizeOf(EncodedImage image) throws UnreadableImage {
        ImageSize size = image.size();
        if (size.width() < 1 || size.height() < 1) {
            throw new UnreadableImage(
                    Reason.DAMAGED, "a picture cannot have the size " + size.width() + "x" + size.height());
        }
        for (ImageSize part : List.of(size, image.tile())) {
            if (part.pixels() > limits.maxPixels()) {
                throw new UnreadableImage(
                        Reason.TOO_MANY_PIXELS,
                        part.width() + "x" + part.height() + " pixels are more than the limit of "
                                + limits.maxPixels());
            }
        }
        if (Math.max(size.width(), size.height()) > ImageLimits.MOST_SIDE) {
            throw new UnreadableImage(
                    Reason.TOO_MANY_PIXELS,
                    size.width() + "x" + size.height() + " pixels have a side longer than the limit of "
                            + ImageLimits.MOST_SIDE);
        }
        return size;
    }

    private static void verify(byte[] file, FileFormat format) throws UnreadableImage {
        if (format == FileFormat.PNG) {
            try {
                PngChunks.verify(file);
            } catch (IOException e) {
                throw new UnreadableImage(Reason.DAMAGED, "the PNG file is damaged: " + e.getMessage(), e);
            }
        }
    }

    private static Pixels pixels(BufferedImage image, View upright, List<String> warnings) {
        ImageSize stored = new ImageSize(image.getWidth(), image.getHeight());
        ImageSize size = upright.of(stored);
        RgbRows rows = RgbRows.of(image, warnings);
        byte[] row = new byte[3 * stored.width()];
        byte[] rgb = new byte[3 * stored.width() * stored.height()];
        for (int y = 0; y < stored.height(); y++) {
            rows.read(y, row);
            int to = 3 * upright.indexOf(0, y, stored);
            int step = stored.width() == 1 ? 0 : 3 * upright.indexOf(1, y, stored) - to;
            for (int from = 0; from < row.length; from += 3, to += step) {
                rgb[to] = row[from];
                rgb[to + 1] = row[from + 1];
                rgb[to + 2] = row[from + 2];
            }
        }
        return new Pixels(size.width(), size.height(), rgb, List.copyOf(warnings));
    }

    /** Finds the readers where this class was loaded from; a pool's thread need not see them. */
    private static void registerReaders() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(ImageDecoder.class.getClassLoader());
            ImageIO.scanForPlugins();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
