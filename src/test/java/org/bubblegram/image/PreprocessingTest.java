package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    @ParameterizedTest(name = "{3}")
    @CsvSource(textBlock = """
        10 20 30 40,            4, 10 20 30 40,                 the same size changes nothing
        0 80,                   4, 0 20 60 80,                  twice as large: straight lines between centres
        10,                     3, 10 10 10,                    a single pixel fills everything
        0 0 70 0 0 0 0 70,      4, 10 26.25 0 30,               half: weights 1 3 3 1 and at the border 3 3 1
        0 255 0 255 0 255,      1, 127.5,                       stripes become their mean
        50 50 50 50 50 50 50,   3, 50 50 50,                    a plain picture stays plain
        """)
    void resizeAveragesUnderATriangle(String source, int size, String expected, String why) {
        double[] row = numbers(source);
        assertThat(horizontally(row, size)).containsExactly(numbers(expected), within(1e-4));
        assertThat(vertically(row, size)).containsExactly(numbers(expected), within(1e-4));
    }

    @Test
    void channelsStayApart() {
        Pixels pixels = new Pixels(2, 1, new byte[] {10, 20, 30, 50, 60, 70}, List.of());

        assertThat(Resampling.resize(pixels, new ImageSize(1, 1))).containsExactly(30, 40, 50);
    }

    @Test
    void theMemoryOfAResizeDoesNotGrowWithTheSourceTimesTheTarget() {
        Pixels line = noise(1_000_000, 1); // times 1024 rows of floats would be 12 GB

        float[] input = new Preprocessing(1024).apply(line);

        assertThat(input).hasSize(3 * 1024 * 1024);
        assertThat(Arrays.copyOfRange(input, 3 * 1024 * 1023, input.length))
                .containsExactly(Arrays.copyOf(input, 3 * 1024));
    }

    @Test
    void meansAndDeviationsAreThoseOfImageNet() {
        byte[] rgb = new byte[3 * 40 * 50];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) 255;
            rgb[i + 1] = (byte) 51;
        }

        float[] input = new Preprocessing(32).apply(new Pixels(40, 50, rgb, List.of()));

        assertThat(input).hasSize(32 * 32 * 3);
        assertThat(input[3 * 500]).isCloseTo(2.248908f, within(1e-5f)); // (1 - .485) / .229
        assertThat(input[3 * 500 + 1]).isCloseTo(-1.142857f, within(1e-5f)); // (.2 - .456) / .224
        assertThat(input[3 * 500 + 2]).isCloseTo(-1.804444f, within(1e-5f)); // -.406 / .225
    }

    @Test
    void aValueIsScaledThenNormalizedToTheLastBit() {
        float[] mean = {.485f, .456f, .406f};
        float[] deviation = {.229f, .224f, .225f};
        float[] levels = new float[3 * 256 * 4]; // quarters of a level lie between, as a resize gives them
        for (int i = 0; i < levels.length; i++) {
            int quarters = i / 3;
            levels[i] = quarters / 4f;
        }
        float[] expected = new float[levels.length];
        for (int i = 0; i < levels.length; i++) {
            float scaled = levels[i] / 255;
            expected[i] = (scaled - mean[i % 3]) / deviation[i % 3];
        }

        assertThat(new Preprocessing(32).normalize(levels)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 1025, 0, -224})
    void sizesOutOfRangeAreRefused(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Preprocessing(size));
    }

    @Test
    void theFingerprintTellsSizesApart() {
        assertThat(new Preprocessing(224).fingerprint()).isNotEqualTo(new Preprocessing(256).fingerprint());
    }

    @Test
    void aViewOfThePictureIsTheViewOfItsInput() {
        Preprocessing preprocessing = new Preprocessing(32);
        Pixels pixels = noise(32, 32);
        float[] input = preprocessing.apply(pixels);
        float[] before = input.clone();

        for (View view : View.values()) {
            float[] expected = preprocessing.apply(seen(pixels, view));
            assertThat(preprocessing.apply(input, view)).as("%s", view).containsExactly(expected);
        }
        assertThat(input).containsExactly(before);
    }

    @Test
    void anInputOfAnotherSizeHasNoViews() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Preprocessing(32).apply(new float[33 * 33 * 3], View.FLIPPED));
    }

    @Test
    void twelveMegapixelsAreFast() {
        Pixels pixels = noise(4000, 3000);
        Preprocessing preprocessing = new Preprocessing(224);
        long fastest = Stream.generate(() -> nanoseconds(() -> preprocessing.apply(pixels)))
                .limit(5)
                .min(Long::compare)
                .orElseThrow();

        assertThat(fastest).isLessThan(200_000_000);
    }

    private static long nanoseconds(Runnable work) {
        var thread = ManagementFactory.getThreadMXBean(); // processor time, which other processes do not lengthen
        long start = thread.getCurrentThreadCpuTime();
        work.run();
        return thread.getCurrentThreadCpuTime() - start;
    }

    private static Pixels noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        new Random(3).nextBytes(rgb);
        return new Pixels(width, height, rgb, List.of());
    }

    private static Pixels seen(Pixels pixels, View view) {
        ImageSize size = new ImageSize(pixels.width(), pixels.height());
        byte[] rgb = new byte[pixels.rgb().length];
        for (int i = 0; i < size.pixels(); i++) {
            int to = view.indexOf(i % size.width(), i / size.width(), size);
            System.arraycopy(pixels.rgb(), 3 * i, rgb, 3 * to, 3);
        }
        return new Pixels(view.of(size).width(), view.of(size).height(), rgb, List.of());
    }

    private static double[] horizontally(double[] row, int size) {
        return reds(Resampling.resize(grey(row, row.length, 1), new ImageSize(size, 1)));
    }

    private static double[] vertically(double[] column, int size) {
        return reds(Resampling.resize(grey(column, 1, column.length), new ImageSize(1, size)));
    }

    private static Pixels grey(double[] values, int width, int height) {
        byte[] rgb = new byte[3 * values.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) values[i / 3];
        }
        return new Pixels(width, height, rgb, List.of());
    }

    private static double[] reds(float[] values) {
        double[] reds = new double[values.length / 3];
        Arrays.setAll(reds, i -> values[3 * i]);
        return reds;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.trim().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
