package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bubblegram.image.DecodedPixels.codes;
import static org.bubblegram.image.DecodedPixels.colour;
import static org.bubblegram.image.DecodedPixels.red;
import static org.bubblegram.image.EncodedFiles.chunk;
import static org.bubblegram.image.EncodedFiles.deflated;
import static org.bubblegram.image.EncodedFiles.filled;
import static org.bubblegram.image.EncodedFiles.header;
import static org.bubblegram.image.EncodedFiles.png;
import static org.bubblegram.image.EncodedFiles.tiff;
import static org.bubblegram.image.EncodedFiles.write;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredSamplesTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({"1, 128, 255", "2, 64, 85", "4, 48, 51", "8, 77, 77"})
    void greyOfFewBitsIsScaledByItsDepth(int bits, int firstByte, int expected) throws Exception {
        byte[] file = png(1, 1, bits, 0, new byte[] {0, (byte) firstByte});

        assertThat(red(decoder.decode(file))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "32896, 128", "65535, 255", "20000, 78", "257, 1", "385, 1", "386, 2"})
    void sixteenBitGreyIsScaledByItsDepth(int value, int expected) throws Exception {
        byte[] line = {0, (byte) (value >> 8), (byte) value, (byte) 0xff, (byte) 0xff}; // white keeps the range wide

        Pixels pixels = decoder.decode(png(2, 1, 16, 0, line));

        assertThat(red(pixels)).isEqualTo(expected);
        assertThat(pixels.warnings()).isEmpty();
    }

    @Test
    void sixteenBitColourIsScaledByItsDepth() throws Exception {
        byte[] line = {0, (byte) 0xff, (byte) 0xff, (byte) 0x80, (byte) 0x80, 0x01, 0x01};

        assertThat(colour(decoder.decode(png(1, 1, 16, 2, line)), 0, 0)).isEqualTo(0xff8001);
    }

    @ParameterizedTest
    @CsvSource({"8190, 4095, 255, 128", "8191, 4095, 32, 16", "4095, 2048, 255, 128", "1, 0, 255, 0"})
    void sixteenBitThatUsesLittleOfItsRangeIsBrightened(int brightest, int other, int first, int second)
            throws Exception {
        byte[] line = {0, (byte) (brightest >> 8), (byte) brightest, (byte) (other >> 8), (byte) other};

        Pixels pixels = decoder.decode(png(2, 1, 16, 0, line));

        assertThat(red(pixels)).isEqualTo(first);
        assertThat(pixels.rgb()[3] & 0xff).isEqualTo(second);
        assertThat(codes(pixels)).isEqualTo(first == 255 ? "low_dynamic_range" : "");
    }

    @Test
    void aBlackSixteenBitPictureStaysBlack() throws Exception {
        Pixels pixels = decoder.decode(png(1, 1, 16, 0, new byte[3]));

        assertThat(red(pixels)).isZero();
        assertThat(pixels.warnings()).isEmpty();
    }

    @Test
    void alphaIsDroppedAndTheStoredColoursStay() throws Exception {
        Pixels pixels = decoder.decode(png(2, 1, 8, 6, new byte[] {0, 10, 20, 30, 0, 40, 50, 60, (byte) 128}));

        assertThat(pixels.rgb()).containsExactly(10, 20, 30, 40, 50, 60);
        assertThat(codes(pixels)).isEqualTo("transparency_ignored");
    }

    @Test
    void opaqueAlphaIsDroppedWithoutAWord() throws Exception {
        assertThat(decoder.decode(write(filled(BufferedImage.TYPE_4BYTE_ABGR, 0xff102030), "png"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void greyWithAlphaKeepsItsGrey() throws Exception {
        Pixels pixels = decoder.decode(png(1, 1, 8, 4, new byte[] {0, 99, 0}));

        assertThat(pixels.rgb()).containsExactly(99, 99, 99);
    }

    @Test
    void aTransparentPaletteEntryKeepsItsColour() throws Exception {
        byte[] file = png(
                header(2, 1, 8, 3),
                chunk("PLTE", new byte[] {1, 2, 3, 70, 80, 90}),
                chunk("tRNS", new byte[] {(byte) 255, 0}),
                chunk("IDAT", deflated((byte) 0, (byte) 1, (byte) 0)));

        assertThat(decoder.decode(file).rgb()).containsExactly(70, 80, 90, 1, 2, 3);
    }

    @Test
    void cmykJpegIsConverted() throws Exception {
        var raster = Raster.createInterleavedRaster(0, 32, 32, 4, null);
        for (int i = 0; i < 32 * 32; i++) {
            raster.setPixel(i % 32, i / 32, new int[] {0, 255, 255, 255}); // full cyan, inverted
        }

        Pixels pixels = decoder.decode(EncodedFiles.fourBandJpeg(raster));

        assertThat(red(pixels)).isLessThan(80);
        assertThat(pixels.rgb()[2] & 0xff).isGreaterThan(150);
    }

    @Test
    void cmykTiffIsConverted() throws Exception {
        byte[] file = tiff(
                new byte[] {(byte) 255, 0, 0, 0},
                new int[] {256, 3, 1, 1},
                new int[] {257, 3, 1, 1},
                new int[] {258, 3, 1, 8},
                new int[] {259, 3, 1, 1},
                new int[] {262, 3, 1, 5},
                new int[] {273, 4, 1, 1000},
                new int[] {277, 3, 1, 4},
                new int[] {278, 3, 1, 1},
                new int[] {279, 4, 1, 4});

        Pixels pixels = decoder.decode(file);

        assertThat(red(pixels)).isLessThan(80);
        assertThat(pixels.rgb()[2] & 0xff).isGreaterThan(150);
        assertThat(codes(pixels)).isEqualTo("colours_converted");
    }

    @Test
    void floatTiffBecomesWhiteAtItsBrightest() throws Exception {
        var data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(40).putFloat(20).putFloat(Float.NaN);

        Pixels pixels = decoder.decode(grey(data.array(), 3, 1, 32, 3));

        assertThat(pixels.rgb()).containsExactly(-1, -1, -1, -128, -128, -128, 0, 0, 0);
        assertThat(codes(pixels)).isEqualTo("scaled_to_brightest");
    }

    @Test
    void signedTiffBecomesWhiteAtItsBrightest() throws Exception {
        var data = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort((short) 1020).putShort((short) 512).putShort((short) -7);

        assertThat(decoder.decode(grey(data.array(), 3, 1, 16, 2)).rgb())
                .containsExactly(-1, -1, -1, -128, -128, -128, 0, 0, 0);
    }

    private static byte[] grey(byte[] data, int width, int height, int bits, int sampleFormat) {
        return tiff(
                data,
                new int[] {256, 3, 1, width},
                new int[] {257, 3, 1, height},
                new int[] {258, 3, 1, bits},
                new int[] {259, 3, 1, 1},
                new int[] {262, 3, 1, 1},
                new int[] {273, 4, 1, 1000},
                new int[] {277, 3, 1, 1},
                new int[] {278, 3, 1, height},
                new int[] {279, 4, 1, data.length},
                new int[] {339, 3, 1, sampleFormat});
    }
}
