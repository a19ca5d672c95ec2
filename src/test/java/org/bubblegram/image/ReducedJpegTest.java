package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.bubblegram.image.EncodedFiles.exif;
import static org.bubblegram.image.EncodedFiles.jpeg;
import static org.bubblegram.image.EncodedFiles.photograph;
import static org.bubblegram.image.EncodedFiles.withExif;
import static org.bubblegram.image.EncodedFiles.write;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.bubblegram.SharedFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps are those of 8 bits: 255 are from black to white. */
class ReducedJpegTest {
    /** How far inputs may move because a JPEG was reduced while it was decoded: what the fingerprint hides. */
    private static final double MEAN_STEPS = 0.25;

    private static final double MOST_STEPS = 10;

    private static final double[] DEVIATION = {.229, .224, .225};

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.DEFAULT);

    @TestFactory
    Stream<DynamicTest> aPhotographOfTwelveMegapixelsGivesTheInputThatAllItsPixelsGive() throws Exception {
        try (var paths = Files.list(SharedFiles.of("data/seeds_mm/images"))) {
            return paths.sorted().toList().subList(8, 12).stream()
                    .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> assertSame(path, 224)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {112, 320, 700})
    void aPhotographGivesTheSameInputOfEverySize(int size) throws Exception {
        assertSame(SharedFiles.of("data/seeds_mm/images/IMG-1956.jpg"), size);
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(textBlock = """
        640, 512, 2x2, 0,  colours at half the size both ways
        640, 512, 2x1, 0,  colours at half the width
        640, 512, 1x2, 0,  colours at half the height
        640, 512, 1x1, 0,  colours at full size
        640, 512, grey, 0, grey
        643, 517, 2x2, 0,  sides that are no multiple of a block
        301, 277, 1x1, 0,  sides that are no multiple of a block at a quarter
        135, 190, 2x2, 0,  sides that are no multiple of a block at a half
        640, 512, 2x2, 3,  restart markers
        643, 517, grey, 7, restart markers in grey
        """)
    void everyKindOfJpegGivesTheInputThatAllItsPixelsGive(
            int width, int height, String sampling, int restarts, String why) throws Exception {
        byte[] file = jpeg(photograph(width, height), sampling, restarts);

        assertThat(isReduced(file, 32)).isTrue();
        assertSame(file, 32);
    }

    @Test
    void aPlainPictureIsExactlyWhatItWas() throws Exception {
        BufferedImage plain = new BufferedImage(400, 300, BufferedImage.TYPE_3BYTE_BGR);
        plain.getGraphics().fillRect(0, 0, 400, 300); // white

        assertThat(JpegHeader.read(write(plain, "jpeg")).size()).isEqualTo(new ImageSize(400, 300));
        for (int reduction : new int[] {2, 4, 8}) {
            Pixels pixels = read(write(plain, "jpeg"), reduction);
            assertThat(pixels.width()).isEqualTo(400 / reduction);
            assertThat(pixels.height()).isEqualTo(300 / reduction);
            assertThat(pixels.rgb()).containsOnly((byte) 255);
        }
    }

    @ParameterizedTest
    @CsvSource({"512, 8", "511, 4", "256, 4", "255, 2", "128, 2", "127, 1"})
    void twoPixelsAreLeftForOneOfTheInput(int shorter, int reduction) {
        assertThat(new Preprocessing(32).reduction(new ImageSize(4000, shorter)))
                .isEqualTo(reduction);
        assertThat(new Preprocessing(32).reduction(new ImageSize(shorter, 4000)))
                .isEqualTo(reduction);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aReducedPictureIsSetUprightToo(int orientation) throws Exception {
        Preprocessing preprocessing = new Preprocessing(32);
        byte[] file = jpeg(photograph(640, 512), "2x2", 0);
        float[] stored = decoder.decode(file, preprocessing).values();

        NetworkInput upright = decoder.decode(withExif(file, exif(orientation)), preprocessing);

        View view = View.ofExif(orientation);
        assertThat(upright.values()).containsExactly(preprocessing.apply(stored, view));
        assertThat(upright.size()).isEqualTo(view.of(new ImageSize(640, 512)));
        assertThat(upright.warnings()).hasSize(orientation == 1 ? 0 : 1);
    }

    @Test
    void aProgressivePictureIsDecodedWhole() throws Exception {
        byte[] file = jpeg(photograph(640, 512), "progressive", 0);

        assertThat(isReduced(file, 32)).isFalse();
        assertThat(decoder.decode(file, new Preprocessing(32)).values())
                .containsExactly(new Preprocessing(32).apply(decoder.decode(file)));
    }

    @Test
    void aPictureWithADamagedProfileIsDamagedAsWhereItIsDecodedWhole() throws Exception {
        byte[] file = EncodedFiles.withSegment(
                jpeg(photograph(640, 512), "2x2", 0), 0xe2, "ICC_PROFILE\0\u0001\u0001 this is no profile");

        for (Callable<?> decoding :
                List.<Callable<?>>of(() -> decoder.decode(file), () -> decoder.decode(file, new Preprocessing(32)))) {
            assertThat(catchThrowableOfType(UnreadableImage.class, decoding::call)
                            .reason())
                    .isEqualTo(UnreadableImage.Reason.DAMAGED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 20, 1000, 20_000})
    void aReducedPictureThatLacksItsLastBytesIsDamaged(int lacking) throws Exception {
        byte[] file = jpeg(photograph(640, 512), "2x2", 0);
        byte[] cut = Arrays.copyOf(file, file.length - lacking);

        assertThat(isReduced(cut, 32)).isFalse();
        UnreadableImage error =
                catchThrowableOfType(UnreadableImage.class, () -> decoder.decode(cut, new Preprocessing(32)));
        assertThat(error.reason()).isEqualTo(UnreadableImage.Reason.DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2x2", "1x1", "grey"})
    void whateverIsWrongWithAFileItIsReducedOrLeftToTheWholeDecoder(String sampling) throws Exception {
        byte[] whole = jpeg(photograph(160, 130), sampling, 2);
        Random random = new Random(11);
        int reduced = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] file = whole.clone();
            int reach = round % 2 == 0 ? 700 : file.length; // headers matter most
            for (int change = 0; change <= round % 4; change++) {
                file[2 + random.nextInt(reach - 2)] = (byte) random.nextInt();
            }
            reduced += isReduced(file, 32) ? 1 : 0; // any other exception fails
        }
        assertThat(reduced).isBetween(1, 2999);
    }

    private void assertSame(Path path, int size) throws Exception {
        byte[] file = Files.readAllBytes(path);
        assertThat(isReduced(file, size)).isTrue();
        assertSame(file, size);
    }

    private void assertSame(byte[] file, int size) throws Exception {
        Preprocessing preprocessing = new Preprocessing(size);
        float[] expected = preprocessing.apply(decoder.decode(file));

        NetworkInput input = decoder.decode(file, preprocessing);

        double[] steps = new double[expected.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Math.abs(input.values()[i] - expected[i]) * 255 * DEVIATION[i % 3];
        }
        assertThat(Arrays.stream(steps).average().orElseThrow()).isLessThan(MEAN_STEPS);
        assertThat(Arrays.stream(steps).max().orElseThrow()).isLessThan(MOST_STEPS);
        assertThat(input.size()).isEqualTo(decoder.probe(file));
    }

    private static boolean isReduced(byte[] file, int size) {
        try {
            JpegScan scan = JpegHeader.read(file);
            int reduction = new Preprocessing(size).reduction(scan.size());
            return reduction > 1 && ReducedJpeg.read(file, scan, reduction).width() > 0;
        } catch (IrregularJpeg irregular) {
            return false;
        }
    }

    private static Pixels read(byte[] file, int reduction) throws IrregularJpeg {
        return ReducedJpeg.read(file, JpegHeader.read(file), reduction);
    }

    @Test
    void wavesOfAWholeBlockAreOrthonormalAndInTheOrderOfTheStandard() {
        int[] once = new int[64];
        Arrays.fill(once, 1);
        float[][] waves = CosineWaves.of(8, 8, once);
        for (int j = 0; j < 64; j++) {
            for (int k = 0; k < 64; k++) {
                double product = 0;
                for (int i = 0; i < 64; i++) {
                    product += waves[j][i] * waves[k][i];
                }
                assertThat(product).isCloseTo(j == k ? 1 : 0, within(1e-6));
            }
        }
        assertThat(changesAcross(waves[1])).isEqualTo(1);
        assertThat(changesAcross(waves[2])).isZero(); // down
        assertThat(changesAcross(waves[28])).isEqualTo(7); // T.81, figure A.6: 28 ends the first row, 35 the column
        assertThat(changesAcross(waves[35])).isZero();
        assertThat(changesAcross(waves[53])).isEqualTo(7);
        assertThat(CosineWaves.of(1, 1, once)[0]).containsExactly(.125f);
        assertThat(CosineWaves.of(2, 2, once)[3]).isNull(); // down twice
    }

    private static int changesAcross(float[] wave) {
        int changes = 0;
        for (int x = 1; x < 8; x++) {
            changes += wave[x] * wave[x - 1] < 0 ? 1 : 0;
        }
        return changes;
    }
}
