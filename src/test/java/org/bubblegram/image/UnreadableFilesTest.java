package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.bubblegram.image.EncodedFiles.chunk;
import static org.bubblegram.image.EncodedFiles.deflated;
import static org.bubblegram.image.EncodedFiles.gradient;
import static org.bubblegram.image.EncodedFiles.header;
import static org.bubblegram.image.EncodedFiles.png;
import static org.bubblegram.image.EncodedFiles.tiff;
import static org.bubblegram.image.EncodedFiles.write;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.bubblegram.SharedFiles;
import org.bubblegram.image.UnreadableImage.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableFilesTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @Test
    void aFileWithoutBytesIsEmpty() {
        assertThat(reason(new byte[0])).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "hello world, I am a text", "%PDF-1.7", "\0\0\u0001\u0001", "RIFF....WEBPVP8 ", "GIF88a"})
    void whatIsNoPictureWeKnowIsUnsupported(String content) {
        assertThat(reason(content.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg, 2", "jpeg, 20", "jpeg, 500", "png, 1", "png, 12", "png, 20", "png, 500",
        "tiff, 2", "tiff, 500", "bmp, 2", "bmp, 500", "gif, 2", "gif, 20", "gif, 200",
    })
    void aFileThatLacksItsLastBytesIsDamaged(String format, int lacking) throws Exception {
        byte[] file = sample(format);

        assertThat(decoder.decode(file)).isNotNull();
        assertThat(reason(Arrays.copyOf(file, file.length - lacking))).isEqualTo(Reason.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff", "bmp", "gif"})
    void aFileOfSixteenBytesIsDamaged(String format) throws Exception {
        assertThat(reason(Arrays.copyOf(sample(format), 16))).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void aTruncatedPhotographIsDamagedInsteadOfHalfGrey() throws Exception {
        byte[] file = Files.readAllBytes(SharedFiles.of("data/seeds_mm/images/20231014_215827.jpg"));

        assertThat(reason(Arrays.copyOf(file, 1_000_000))).isEqualTo(Reason.DAMAGED);
    }

    @Test
    void aPngWithAWrongChecksumIsDamaged() throws Exception {
        byte[] file = png(1, 1, 8, 0, new byte[] {0, 7});
        file[file.length - 13] ^= 1; // last byte of the data chunk's checksum

        UnreadableImage error = failure(file);

        assertThat(error.reason()).isEqualTo(Reason.DAMAGED);
        assertThat(error).hasMessageContaining("IDAT");
    }

    @Test
    void aHugePngIsRefusedFromItsHeader() throws Exception {
        byte[] bomb = png(header(100_000, 100_000, 8, 2), chunk("IDAT", deflated()));

        UnreadableImage error = failure(bomb);

        assertThat(error.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(error).hasMessageContaining("100000x100000").hasMessageContaining("64000000");
        assertThat(catchThrowableOfType(UnreadableImage.class, () -> decoder.probe(bomb))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @ParameterizedTest
    @CsvSource({"10000000, 1", "1, 10000000", "32769, 1", "1, 32769"})
    void aPictureOfFewPixelsWithALongSideIsRefusedFromItsHeader(int width, int height) throws Exception {
        UnreadableImage error = failure(png(header(width, height, 8, 2), chunk("IDAT", deflated())));

        assertThat(error.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(error).hasMessageContaining(width + "x" + height).hasMessageContaining("32768");
    }

    @Test
    void aPictureWhoseSideIsTheLimitIsRead() throws Exception {
        assertThat(decoder.decode(png(32_768, 1, 8, 0, new byte[32_769])).width())
                .isEqualTo(32_768);
    }

    @Test
    void aSmallTiffOfHugeTilesIsRefusedFromItsHeader() {
        byte[] bomb = tiff(
                new byte[100],
                new int[] {256, 3, 1, 10},
                new int[] {257, 3, 1, 10},
                new int[] {258, 3, 1, 8},
                new int[] {259, 3, 1, 1},
                new int[] {262, 3, 1, 1},
                new int[] {277, 3, 1, 1},
                new int[] {322, 4, 1, 1 << 20},
                new int[] {323, 4, 1, 1 << 20},
                new int[] {324, 4, 1, 1000},
                new int[] {325, 4, 1, 100});

        assertThat(reason(bomb)).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    @Timeout(20)
    void aTiffWhoseDirectoriesGoInACircleIsReadOnceOrRefused() throws Exception {
        byte[] file = write(gradient(10, 10), "tiff");
        ByteBuffer bytes = ByteBuffer.wrap(file).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = bytes.getInt(4);
        bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory); // the next one is the same

        try {
            assertThat(decoder.decode(file).width()).isEqualTo(10);
        } catch (UnreadableImage refused) {
            assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void limitsAreInclusive() throws Exception {
        byte[] file = write(gradient(20, 10), "png");

        assertThat(new ImageDecoder(new ImageLimits(file.length, 200)).decode(file))
                .isNotNull();
        assertThat(reason(new ImageDecoder(new ImageLimits(file.length, 199)), file))
                .isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(reason(new ImageDecoder(new ImageLimits(file.length - 1, 200)), file))
                .isEqualTo(Reason.TOO_MANY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff", "bmp", "gif"})
    void whateverIsWrongWithAFileTheAnswerIsPixelsOrUnreadable(String format) throws Exception {
        byte[] whole = sample(format);
        Random random = new Random(7);
        int unreadable = 0;
        for (int round = 0; round < 300; round++) {
            byte[] file = whole.clone();
            int reach = round % 2 == 0 ? Math.min(file.length, 120) : file.length; // headers matter most
            for (int change = 0; change <= round % 5; change++) {
                file[4 + random.nextInt(reach - 4)] = (byte) random.nextInt();
            }
            try {
                decoder.decode(file);
            } catch (UnreadableImage expected) {
                unreadable++;
            }
        }
        assertThat(unreadable).isPositive();
    }

    @Test
    void reasonsHaveStableCodes() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::code))
                .containsExactly(
                        "image_empty",
                        "image_unsupported_format",
                        "image_damaged",
                        "image_too_many_bytes",
                        "image_too_many_pixels");
    }

    private static byte[] sample(String format) throws IOException {
        if (!format.equals("gif")) {
            return write(gradient(60, 50), format);
        }
        BufferedImage image = new BufferedImage(60, 50, BufferedImage.TYPE_BYTE_INDEXED);
        image.getGraphics().drawImage(gradient(60, 50), 0, 0, null);
        return write(image, "gif");
    }

    private Reason reason(byte[] file) {
        return reason(decoder, file);
    }

    private static Reason reason(ImageDecoder decoder, byte[] file) {
        return catchThrowableOfType(UnreadableImage.class, () -> decoder.decode(file))
                .reason();
    }

    private UnreadableImage failure(byte[] file) {
        return catchThrowableOfType(UnreadableImage.class, () -> decoder.decode(file));
    }
}
