package org.bubblegram.image;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Writes picture files of every kind, by ImageIO or byte by byte. */
final class EncodedFiles {
    private static final String METADATA = "javax_imageio_jpeg_image_1.0";
    private static final byte[] PNG_SIGNATURE = "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);

    private EncodedFiles() {}

    static byte[] write(RenderedImage image, String format) throws IOException {
        var out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("nothing here writes such a picture as " + format);
        }
        return out.toByteArray();
    }

    /** A JPEG of four bands without colour conversion: inverted CMYK, as Adobe's programs write it. */
    static byte[] fourBandJpeg(WritableRaster raster) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] adobe = "\u00ff\u00ee\0\u000eAdobe\0d\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        return behindFirstMarker(bytes.toByteArray(), adobe);
    }

    /** 16 x 16 pixels of one colour. */
    static BufferedImage filled(int type, int argb) {
        BufferedImage image = new BufferedImage(16, 16, type);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, argb);
        }
        return image;
    }

    /** A picture in which no two pixels are the same and flips and turns show, up to 256 pixels wide and high. */
    static BufferedImage gradient(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x << 16) | (y << 8) | ((x * 7 + y * 13) & 0xff));
            }
        }
        return image;
    }

    /** A PNG of one compressed data chunk; each scan line starts with its filter byte, 0. */
    static byte[] png(int width, int height, int bits, int colourType, byte[] scanLines) throws IOException {
        return png(header(width, height, bits, colourType), chunk("IDAT", deflated(scanLines)));
    }

    static byte[] png(byte[]... chunks) throws IOException {
        var out = new ByteArrayOutputStream();
        out.write(PNG_SIGNATURE);
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        out.write(chunk("IEND"));
        return out.toByteArray();
    }

    static byte[] header(int width, int height, int bits, int colourType) {
        var content = ByteBuffer.allocate(13).putInt(width).putInt(height);
        content.put((byte) bits).put((byte) colourType); // then compression, filter and interlace, all 0
        return chunk("IHDR", content.array());
    }

    static byte[] chunk(String type, byte... content) {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    static byte[] deflated(byte... content) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(out)) {
            deflater.write(content);
        }
        return out.toByteArray();
    }

    /** A TIFF block, big-endian, of one directory with one entry: the orientation. */
    static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26)
                .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /** The JPEG file with an APP1 segment behind its first marker. */
    static byte[] withExif(byte[] jpeg, byte[] exif) {
        byte[] preamble = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] segment = ByteBuffer.allocate(4 + preamble.length + exif.length)
                .putShort((short) 0xffe1)
                .putShort((short) (2 + preamble.length + exif.length))
                .put(preamble)
                .put(exif)
                .array();
        return behindFirstMarker(jpeg, segment);
    }

    private static byte[] behindFirstMarker(byte[] jpeg, byte[] segment) {
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, 2)
                .put(segment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** A JPEG file with one more segment behind its first marker. */
    static byte[] withSegment(byte[] jpeg, int marker, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return behindFirstMarker(
                jpeg,
                ByteBuffer.allocate(4 + bytes.length)
                        .putShort((short) (0xff00 | marker))
                        .putShort((short) (2 + bytes.length))
                        .put(bytes)
                        .array());
    }

    /** An uncompressed little-endian TIFF of one strip: entries are tag, type, count, value; data lies at 1000. */
    static byte[] tiff(byte[] data, int[]... entries) {
        var out = ByteBuffer.allocate(1000 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put("II*\0".getBytes(StandardCharsets.ISO_8859_1)).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            out.putShort((short) entry[0])
                    .putShort((short) entry[1])
                    .putInt(entry[2])
                    .putInt(entry[3]);
        }
        return out.position(1000).put(data).array();
    }

    /** Noise on soft shapes of many colours, as a camera sees them. */
    static BufferedImage photograph(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(5);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double shape = 60 * Math.sin(x / 41.0) * Math.cos(y / 33.0);
                int red = (int) (120 + shape + 50 * Math.sin(y / 90.0) + random.nextInt(16));
                int green = (int) (115 + shape + 40 * Math.sin(x / 70.0) + random.nextInt(16));
                int blue = (int) (110 + shape - 50 * Math.sin(y / 60.0) + random.nextInt(16));
                image.setRGB(x, y, (red << 16) | (green << 8) | blue);
            }
        }
        return image;
    }

    /**
     * A JPEG of some kind.
     *
     * @param sampling blocks of brightness for one of colour, across and down; or grey, or progressive
     * @param restarts units between restart markers, 0 for none
     */
    static byte[] jpeg(BufferedImage picture, String sampling, int restarts) throws IOException {
        BufferedImage image = sampling.equals("grey") ? inGrey(picture) : picture;
        ImageWriter writer = writer();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (sampling.equals("progressive")) {
            parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), parameters);
        Node tree = metadata.getAsTree(METADATA);
        Node markers = tree.getLastChild();
        if (restarts > 0) {
            IIOMetadataNode interval = new IIOMetadataNode("dri");
            interval.setAttribute("interval", "" + restarts);
            markers.insertBefore(interval, markers.getFirstChild());
        }
        if (sampling.contains("x")) {
            Element frame =
                    (Element) ((Element) tree).getElementsByTagName("sof").item(0);
            Element luma = (Element) frame.getFirstChild();
            luma.setAttribute("HsamplingFactor", sampling.substring(0, 1));
            luma.setAttribute("VsamplingFactor", sampling.substring(2));
        }
        metadata.setFromTree(METADATA, tree);
        return write(writer, new IIOImage(image, null, metadata), parameters);
    }

    private static byte[] write(ImageWriter writer, IIOImage image, ImageWriteParam parameters) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** Java's own, whose metadata can be set. */
    private static ImageWriter writer() {
        var writers = ImageIO.getImageWritersByFormatName("jpeg");
        while (true) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.")) {
                return writer;
            }
        }
    }

    private static BufferedImage inGrey(BufferedImage picture) {
        BufferedImage grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        grey.getGraphics().drawImage(picture, 0, 0, null);
        return grey;
    }
}
