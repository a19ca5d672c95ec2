package org.bubblegram.image;

import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.jpeg.JpegSegmentReader;
import com.drew.imaging.jpeg.JpegSegmentType;
import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the camera was held, from a file's EXIF block. */
final class ExifOrientation {
    private static final byte[] PREAMBLE = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private ExifOrientation() {}

    /** The view that sets the stored picture upright; a missing or damaged EXIF block says nothing. */
    static View of(byte[] file, FileFormat format) {
        try {
            byte[] exif = switch (format) {
                case JPEG -> jpegExif(file);
                case PNG -> PngChunks.find(file, "eXIf");
                case TIFF -> file;
                case BMP, GIF -> null;
            };
            return exif == null ? View.UPRIGHT : View.ofExif(orientation(exif));
        } catch (IOException | JpegProcessingException | TiffProcessingException | RuntimeException unreadable) {
            return View.UPRIGHT;
        }
    }

    private static byte @Nullable [] jpegExif(byte[] file) throws IOException, JpegProcessingException {
        var segments =
                JpegSegmentReader.readSegments(new SequentialByteArrayReader(file), List.of(JpegSegmentType.APP1));
        for (byte[] segment : segments.getSegments(JpegSegmentType.APP1)) {
            if (segment.length > PREAMBLE.length
                    && Arrays.equals(segment, 0, PREAMBLE.length, PREAMBLE, 0, PREAMBLE.length)) {
                return Arrays.copyOfRange(segment, PREAMBLE.length, segment.length);
            }
        }
        return null;
    }

    private static int orientation(byte[] tiff) throws IOException, TiffProcessingException {
        Metadata metadata = new Metadata();
        new TiffReader().processTiff(new ByteArrayReader(tiff), new ExifTiffHandler(metadata, null, 0), 0);
        var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer orientation = directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        return orientation == null ? 1 : orientation;
    }
}
