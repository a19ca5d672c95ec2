package org.bubblegram.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LightingTest {
    @Test
    void contrastAboutTheMeanThenBrightnessThenGainsThenACut() {
        float[] values = {0, 0.25f, 0.5f, 0.5f, 0.75f, 1}; // mean 0.5

        new Lighting(0.5f, 0.1f, 1, 2, 0.5f).apply(values);

        assertThat(values).containsExactly(new float[] {0.35f, 0.95f, 0.3f, 0.6f, 1, 0.425f}, within(1e-6f));
    }

    @Test
    void noStrengthLeavesAPictureAsItIs() {
        Preprocessing preprocessing = new Preprocessing(32);
        SplittableRandom random = new SplittableRandom(1);
        float[] input = new float[3 * 32 * 32];
        for (int i = 0; i < input.length; i++) {
            input[i] = 255 * (float) random.nextDouble();
        }
        preprocessing.normalize(input);

        assertThat(preprocessing.apply(input.clone(), Lighting.draw(0, random))).containsExactly(input, within(1e-5f));
    }

    @Test
    void aBrighterLightAddsToWhatTheNetworkSees() {
        Preprocessing preprocessing = new Preprocessing(32);
        float[] input = new float[3 * 32 * 32];
        preprocessing.normalize(input); // black

        float[] lit = preprocessing.apply(input, new Lighting(1, 0.3f, 1, 1, 1));

        // (0.3 - mean) / deviation of ImageNet's red, green, blue
        assertThat(lit[0]).isCloseTo((0.3f - 0.485f) / 0.229f, within(1e-5f));
        assertThat(lit[1]).isCloseTo((0.3f - 0.456f) / 0.224f, within(1e-5f));
        assertThat(lit[2]).isCloseTo((0.3f - 0.406f) / 0.225f, within(1e-5f));
    }

    @Test
    void strengthIsTheLogarithmOfTheFarthestContrastAndTwiceThatOfGains() {
        SplittableRandom random = new SplittableRandom(3);
        Lighting[] lightings = IntStream.range(0, 20_000)
                .mapToObj(i -> Lighting.draw(0.4, random))
                .toArray(Lighting[]::new);

        assertSpread(logarithms(lightings, Lighting::contrast), 0.4);
        assertSpread(logarithms(lightings, Lighting::red), 0.2);
        assertSpread(logarithms(lightings, Lighting::green), 0.2);
        assertSpread(logarithms(lightings, Lighting::blue), 0.2);
        assertSpread(
                IntStream.range(0, lightings.length)
                        .mapToDouble(i -> lightings[i].brightness())
                        .toArray(),
                0.2);
    }

    private interface Factor {
        float of(Lighting lighting);
    }

    private static double[] logarithms(Lighting[] lightings, Factor factor) {
        return IntStream.range(0, lightings.length)
                .mapToDouble(i -> Math.log(factor.of(lightings[i])))
                .toArray();
    }

    /** Evenly between minus and plus the farthest: mean 0, variance farthest^2 / 3. */
    private static void assertSpread(double[] values, double farthest) {
        double square = 0;
        double sum = 0;
        for (double value : values) {
            assertThat(value).isBetween(-farthest - 1e-6, farthest + 1e-6);
            sum += value;
            square += value * value;
        }
        assertThat(sum / values.length).isCloseTo(0, within(0.02 * farthest));
        assertThat(square / values.length).isCloseTo(farthest * farthest / 3, within(0.02 * farthest * farthest));
    }
}
