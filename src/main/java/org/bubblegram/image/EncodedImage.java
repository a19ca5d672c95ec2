package org.bubblegram.image;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.bubblegram.image.UnreadableImage.Reason;
import org.jspecify.annotations.Nullable;

/** An encoded picture on its way through an ImageIO reader; whatever the reader throws, the file is what is damaged. */
final class EncodedImage implements AutoCloseable {
    /** Readers only warn of these, and fill what is missing with grey. */
    private static final Pattern DAMAGE = Pattern.compile(
            "truncated|premature|unexpected end|out-of-sequence|corrupt jpeg data(?!: \\d+ extraneous)",
            Pattern.CASE_INSENSITIVE);

    private static final int DEEP = 8;

    private final FileFormat format;
    private final ImageReader reader;
    private final List<String> complaints = new ArrayList<>();

    EncodedImage(byte[] file, FileFormat format) {
        this.format = format;
        this.reader = readerOf(file, format);
        reader.addIIOReadWarningListener((source, warning) -> complaints.add(warning));
    }

    private static ImageReader readerOf(byte[] file, FileFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        ImageReader reader = readers.next();
        reader.setInput(new ByteArrayImageInputStream(file), false, true);
        if (format == FileFormat.TIFF && holdsFloats(reader) && readers.hasNext()) {
            reader.dispose(); // the first one, TwelveMonkeys, cuts off what is brighter than 1; Java's own does not
            reader = readers.next();
            reader.setInput(new ByteArrayImageInputStream(file), false, true);
        }
        return reader;
    }

    private static boolean holdsFloats(ImageReader reader) {
        try {
            return reader.getRawImageType(0).getSampleModel().getDataType() == DataBuffer.TYPE_FLOAT;
        } catch (IOException | RuntimeException damaged) { // as reading it will say
            return false;
        }
    }

    /** As stored, from the header alone. */
    ImageSize size() throws UnreadableImage {
        return attempt(() -> new ImageSize(reader.getWidth(0), reader.getHeight(0)));
    }

    /** The largest piece that the reader decodes at once; more than the picture itself where a header lies. */
    ImageSize tile() throws UnreadableImage {
        return attempt(() -> new ImageSize(reader.getTileWidth(0), reader.getTileHeight(0)));
    }

    /** Bytes that a pixel takes once it is read; {@value #DEEP}, as for RGBA of 16 bits, where the file does not say. */
    int bytesOfPixel() {
        try {
            ImageTypeSpecifier type = reader.getRawImageType(0);
            return type == null ? DEEP : (type.getColorModel().getPixelSize() + 7) / 8;
        } catch (IOException | RuntimeException damaged) { // as reading it will say
            return DEEP;
        }
    }

    /** Pictures in the file; further ones of a JPEG are previews and depth maps, and do not count. */
    int count() throws UnreadableImage {
        return format == FileFormat.TIFF || format == FileFormat.GIF ? attempt(() -> reader.getNumImages(true)) : 1;
    }

    BufferedImage read() throws UnreadableImage {
        BufferedImage image = attempt(() -> reader.read(0));
        for (String complaint : complaints) {
            if (DAMAGE.matcher(complaint).find()) {
                throw damaged(complaint, null);
            }
        }
        return image;
    }

    private <T> T attempt(Reading<T> reading) throws UnreadableImage {
        try {
            return reading.run();
        } catch (IOException
                | RuntimeException e) { // decoders answer damaged files with every kind of RuntimeException
            throw damaged(String.valueOf(e.getMessage()), e);
        }
    }

    private UnreadableImage damaged(String detail, @Nullable Exception cause) {
        return new UnreadableImage(Reason.DAMAGED, "the " + format + " file is damaged: " + detail, cause);
    }

    @Override
    public void close() {
        reader.dispose();
    }

    private interface Reading<T> {
        T run() throws IOException;
    }
}
