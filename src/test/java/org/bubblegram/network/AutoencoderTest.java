package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoencoderTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    /** Mean (1, 2, 0) of the square roots, one component along the first. */
    @ParameterizedTest(name = "{4}")
    @CsvSource(textBlock = """
            1,  4, 0, 0,                  the mean itself
            49, 4, 0, 0,                  along the component
            49, 4, 9, 1.7320508075688772, 3 beside it: sqrt(9 / 3)
            1, 25, 16, 2.8867513459481287, 3 and 4 beside it: sqrt(25 / 3)
            1,  4, -9, 0,                 no ReLU gives negative features
            """)
    void theErrorIsTheRootMeanSquareOfWhatTheComponentsDoNotRestore(
            float first, float second, float third, double expected, String why) {
        Autoencoder autoencoder = new Autoencoder(new float[] {1, 2, 0}, new float[][] {{1, 0, 0}});

        assertThat(autoencoder.error(new float[] {first, second, third})).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whatWasWrittenGivesTheSameErrors() throws IOException {
        for (int components : new int[] {0, 1, 3}) {
            Autoencoder written = random(components);
            Autoencoder read = Autoencoder.read(new ByteArrayInputStream(file(written)));

            float[] features = row(99);
            assertThat(read.components()).isEqualTo(components);
            assertThat(read.features()).isEqualTo(HistogramNetwork.FEATURES);
            assertThat(read.error(features)).isEqualTo(written.error(features));
        }
    }

    @Test
    void aFileOfOtherShapesOrOfNoNumbersIsRefused() throws IOException {
        byte[] crooked = file(new Autoencoder(row(2), new float[][] {row(1)}));
        byte[] scalar;
        try (Weights weights = new Weights()) {
            weights.put("mean", row(1), new Shape(HistogramNetwork.FEATURES));
            weights.put("components", new float[1], new Shape());
            var out = new ByteArrayOutputStream();
            weights.write(out);
            scalar = out.toByteArray();
        }
        float[][] poisoned = {row(1)};
        poisoned[0][7] = Float.NaN;
        byte[] notFinite = file(new Autoencoder(row(2), poisoned));
        float[][] huge = {row(1)};
        huge[0][7] = 3e38f;
        byte[] beyond = file(new Autoencoder(row(2), huge));
        byte[] small = file(new Autoencoder(new float[3], new float[0][]));
        byte[] another;
        try (Weights weights = new Weights()) {
            weights.put("weight", new float[2], new Shape(2));
            var out = new ByteArrayOutputStream();
            weights.write(out);
            another = out.toByteArray();
        }

        for (byte[] file : new byte[][] {crooked, scalar, notFinite, beyond, small, another, {1, 2, 3}}) {
            assertThatThrownBy(() -> Autoencoder.read(new ByteArrayInputStream(file)))
                    .isInstanceOf(InvalidWeights.class);
        }
    }

    private static Autoencoder random(int components) {
        float[][] directions = new float[components][];
        for (int r = 0; r < components; r++) {
            directions[r] = new float[HistogramNetwork.FEATURES];
            directions[r][7 * r] = 0.6f;
            directions[r][7 * r + 3] = -0.8f;
        }
        return new Autoencoder(row(100), directions);
    }

    private static float[] row(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] row = new float[HistogramNetwork.FEATURES];
        for (int f = 0; f < row.length; f++) {
            row[f] = (float) random.nextDouble();
        }
        return row;
    }

    private static byte[] file(Autoencoder autoencoder) throws IOException {
        var out = new ByteArrayOutputStream();
        autoencoder.write(out);
        return out.toByteArray();
    }
}
