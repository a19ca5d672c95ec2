package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bubblegram.image.DecodedPixels.codes;
import static org.bubblegram.image.DecodedPixels.colour;
import static org.bubblegram.image.DecodedPixels.red;
import static org.bubblegram.image.EncodedFiles.chunk;
import static org.bubblegram.image.EncodedFiles.deflated;
import static org.bubblegram.image.EncodedFiles.exif;
import static org.bubblegram.image.EncodedFiles.filled;
import static org.bubblegram.image.EncodedFiles.gradient;
import static org.bubblegram.image.EncodedFiles.header;
import static org.bubblegram.image.EncodedFiles.png;
import static org.bubblegram.image.EncodedFiles.withExif;
import static org.bubblegram.image.EncodedFiles.write;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import org.bubblegram.SharedFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff"})
    void losslessFormatsGiveEveryPixelAsItWas(String format) throws Exception {
        BufferedImage image = gradient(50, 40);
        byte[] file = write(image, format);

        Pixels pixels = decoder.decode(file);

        assertThat(decoder.probe(file)).isEqualTo(new ImageSize(50, 40));
        assertThat(pixels.warnings()).isEmpty();
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 50; x++) {
                assertThat(colour(pixels, x, y)).isEqualTo(image.getRGB(x, y) & 0xffffff);
            }
        }
    }

    @Test
    void gifGivesTheColoursOfItsPalette() throws Exception {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_INDEXED);
        image.setRGB(3, 4, 0xff336699);

        Pixels pixels = decoder.decode(write(image, "gif"));

        assertThat(colour(pixels, 3, 4)).isEqualTo(0x336699);
        assertThat(colour(pixels, 4, 3)).isZero();
    }

    @Test
    void jpegGivesEveryPixelNearly() throws Exception {
        Pixels pixels = decoder.decode(write(filled(BufferedImage.TYPE_3BYTE_BGR, 0xff336699), "jpeg"));

        assertThat(red(pixels)).isBetween(0x33 - 2, 0x33 + 2);
        assertThat(pixels.rgb()[2] & 0xff).isBetween(0x99 - 2, 0x99 + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "bmp", "tiff"})
    void greyIsRepeatedWithoutAGammaCurve(String format) throws Exception {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSamples(0, 0, 16, 16, 0, new int[256]);
        for (int i = 0; i < 256; i++) {
            image.getRaster().setSample(i % 16, i / 16, 0, 128);
        }

        assertThat(colour(decoder.decode(write(image, format)), 5, 5)).isEqualTo(0x808080);
    }

    @ParameterizedTest
    @CsvSource({"1, 12 34", "2, 21 43", "3, 43 21", "4, 34 12", "5, 13 24", "6, 31 42", "7, 42 31", "8, 24 13"})
    void exifOrientationSetsAJpegUpright(int orientation, String expected) throws Exception {
        byte[] file = withExif(write(quadrants(), "jpeg"), exif(orientation));

        Pixels pixels = decoder.decode(file);

        int width = orientation < 5 ? 64 : 48;
        assertThat(quadrantsOf(pixels)).isEqualTo(expected);
        assertThat(pixels.width()).isEqualTo(width);
        assertThat(decoder.probe(file)).isEqualTo(new ImageSize(width, 112 - width));
        assertThat(codes(pixels)).isEqualTo(orientation == 1 ? "" : "exif_rotated");
    }

    @Test
    void exifOrientationSetsAPngUpright() throws Exception {
        byte[] file =
                png(header(2, 1, 8, 0), chunk("eXIf", exif(3)), chunk("IDAT", deflated((byte) 0, (byte) 5, (byte) 9)));

        assertThat(decoder.decode(file).rgb()).containsExactly(9, 9, 9, 5, 5, 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 255})
    void anOrientationThatDoesNotExistTurnsNothing(int orientation) throws Exception {
        byte[] file = withExif(write(quadrants(), "jpeg"), exif(orientation));

        assertThat(quadrantsOf(decoder.decode(file))).isEqualTo("12 34");
    }

    @Test
    void aDamagedExifBlockIsIgnored() throws Exception {
        byte[] file = withExif(write(quadrants(), "jpeg"), new byte[] {'M', 'M', 0, '*', 127, 127, 127, 127});

        assertThat(quadrantsOf(decoder.decode(file))).isEqualTo("12 34");
    }

    @Test
    void aPhoneIsReadUprightThoughTheFileHoldsSeveralPictures() throws Exception {
        byte[] file = Files.readAllBytes(SharedFiles.of("data/seeds_mm/images/IMG-1956.jpg"));

        Pixels pixels = decoder.decode(file);

        assertThat(pixels.width()).isEqualTo(3024);
        assertThat(pixels.height()).isEqualTo(4032);
        assertThat(codes(pixels)).isEqualTo("exif_rotated");
    }

    @ParameterizedTest
    @CsvSource({"nuclei, RGBA", "boiling_bubbles, grey"})
    void realPicturesAreReadWithoutWarnings(String dataSet, String kind) throws Exception {
        try (var files = Files.list(SharedFiles.of("data/" + dataSet + "/images"))) {
            for (var path : files.sorted().limit(10).toList()) {
                byte[] file = Files.readAllBytes(path);
                Pixels pixels = decoder.decode(file);
                assertThat(pixels.warnings()).as("%s, %s", path, kind).isEmpty();
                assertThat(decoder.probe(file)).isEqualTo(new ImageSize(pixels.width(), pixels.height()));
            }
        }
    }

    /** Four greys, from dark to light: 1 2 above 3 4. */
    private static BufferedImage quadrants() {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                int number = 1 + x / 32 + 2 * (y / 24);
                image.setRGB(x, y, 0x323232 * number);
            }
        }
        return image;
    }

    private static String quadrantsOf(Pixels pixels) {
        StringBuilder text = new StringBuilder();
        for (int quadrant = 0; quadrant < 4; quadrant++) {
            int x = pixels.width() * (1 + 2 * (quadrant % 2)) / 4;
            int y = pixels.height() * (1 + 2 * (quadrant / 2)) / 4;
            text.append(Math.round((colour(pixels, x, y) & 0xff) / 50f)).append(quadrant == 1 ? " " : "");
        }
        return text.toString();
    }
}
