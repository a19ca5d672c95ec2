package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Six samples, each a bin of its own; pictures are noise, so that a blend tells what it is made of. */
class MixupTest {
    private static final int SAMPLES = 6;

    @TempDir
    Path folder;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @CsvSource({"1, 0.08333333", "0.5, 0.125", "0.2, 0.17857143", "0.01, 0.24509804"})
    void sharesAreDrawnFromTheSymmetricBetaDistribution(double alpha, double variance) {
        // of variance 1 / (4 (2 alpha + 1)), fourth central moment 3 variance^2 (2 alpha + 1) / (2 alpha + 3)
        SplittableRandom random = new SplittableRandom(1);
        double[] shares = IntStream.range(0, 100_000)
                .mapToDouble(i -> Mixup.beta(alpha, random))
                .toArray();

        assertThat(shares).doesNotContain(Double.NaN);
        assertThat(moment(shares, 1, 0)).isCloseTo(0.5, within(0.005));
        assertThat(moment(shares, 2, 0.5)).isCloseTo(variance, within(0.001));
        assertThat(moment(shares, 3, 0.5)).isCloseTo(0, within(0.001));
        assertThat(moment(shares, 4, 0.5))
                .isCloseTo(3 * variance * variance * (2 * alpha + 1) / (2 * alpha + 3), within(0.0005));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-100, Double.MIN_VALUE})
    void aTinyAlphaGivesOneOrTheOtherPicture(double alpha) {
        SplittableRandom random = new SplittableRandom(1);
        double[] shares = IntStream.range(0, 1000)
                .mapToDouble(i -> Mixup.beta(alpha, random))
                .toArray();

        assertThat(Arrays.stream(shares)).allMatch(share -> Math.abs(share - 0.5) > 0.49);
        assertThat(Arrays.stream(shares).sum()).isBetween(440.0, 560.0);
    }

    private static double moment(double[] values, int order, double centre) {
        return Arrays.stream(values)
                .map(x -> Math.pow(x - centre, order))
                .average()
                .orElseThrow();
    }

    @Test
    void sharesOfExamplesAreOfThatDistributionAndPartnersOfTheWholeSplit() throws Exception {
        try (Rows pictures = pictures()) {
            Mixup mixup = new Mixup(StoredPictures.images(pictures, bins()), new AugmentationSpec(true, 0.4, null), 3);
            List<Double> shares = new ArrayList<>();
            int[] partners = new int[SAMPLES];
            for (int epoch = 1; epoch <= 300; epoch++) {
                for (float[] blended : StoredPictures.load(mixup, epoch, Example.upright(SAMPLES))
                        .targets()) {
                    int own = shares.size() % SAMPLES; // only to know which row it is
                    shares.add((double) blended[own]);
                    for (int bin = 0; bin < SAMPLES; bin++) {
                        partners[bin] += bin != own && blended[bin] > 0 ? 1 : 0;
                    }
                }
            }
            double[] mixed = shares.stream()
                    .filter(share -> share < 1)
                    .mapToDouble(Double::doubleValue)
                    .toArray();

            assertThat(mixed.length)
                    .as("all but about a sixth, their own partners")
                    .isBetween(1350, 1550);
            assertThat(moment(mixed, 1, 0)).isCloseTo(0.5, within(0.03));
            assertThat(moment(mixed, 2, 0.5)).isCloseTo(1 / (4 * 1.8), within(0.01));
            assertThat(Arrays.stream(partners).boxed()).allMatch(count -> count > 180 && count < 320);
        }
    }

    @Test
    void pictureAndHistogramAreBlendedWithTheSamePartnerByTheSameShareInAnyView() throws Exception {
        List<double[]> targets = bins();
        targets.set(2, new double[] {0, Double.NaN, 0.5, 0.25, 0.25, 0}); // a bin unknown
        try (Rows pictures = pictures()) {
            Mixup mixup = new Mixup(StoredPictures.images(pictures, targets), new AugmentationSpec(true, 1.0, null), 3);
            int[] examples = Example.inOrder(SAMPLES, 8);
            StoredPictures.Loaded batch = StoredPictures.load(mixup, 1, examples);
            Set<Integer> views = new HashSet<>();
            for (int i = 0; i < examples.length; i++) {
                Found found = found(batch.inputs().get(i), examples[i]);
                views.add(Example.viewIndex(found.partner));
                double[] blended = Mixup.blend(
                        targets.get(Example.sample(examples[i])),
                        targets.get(Example.sample(found.partner)),
                        found.share);
                for (int bin = 0; bin < SAMPLES; bin++) {
                    boolean unknown = Double.isNaN(blended[bin]);
                    assertThat(batch.known().get(i)[bin]).isEqualTo(unknown ? 0 : 1);
                    assertThat((double) batch.targets().get(i)[bin])
                            .isCloseTo(unknown ? 0 : blended[bin], within(1e-4));
                }
            }
            assertThat(views).as("of partners").hasSize(8);
        }
    }

    @Test
    void whatIsDrawnForAnExampleDoesNotDependOnItsMicroBatch() throws Exception {
        try (Rows pictures = pictures()) {
            Mixup mixup = new Mixup(StoredPictures.images(pictures, bins()), new AugmentationSpec(true, 0.3, null), 3);
            int[] examples = {5, 17, 0, 33, 26, 41, 12};
            StoredPictures.Loaded whole = StoredPictures.load(mixup, 4, examples);
            for (int size : new int[] {1, 2, 3}) {
                for (int from = 0; from < examples.length; from += size) {
                    int[] part = Arrays.copyOfRange(examples, from, Math.min(from + size, examples.length));
                    StoredPictures.Loaded loaded = StoredPictures.load(mixup, 4, part);
                    for (int i = 0; i < part.length; i++) {
                        assertThat(loaded.inputs().get(i))
                                .isEqualTo(whole.inputs().get(from + i));
                        assertThat(loaded.targets().get(i))
                                .isEqualTo(whole.targets().get(from + i));
                    }
                }
            }
            assertThat(StoredPictures.load(mixup, 5, examples).targets().get(0))
                    .as("but on the epoch")
                    .isNotEqualTo(whole.targets().get(0));
        }
    }

    @Test
    void aBlendsWeightedCrossEntropyIsThatOfBothSamplesInTheirShares() throws Exception {
        List<Double> weights = List.of(1.0, 2.0, 1e-6, 0.5, 3.0, 1.0);
        double[] logProbabilities = {-1.2, -0.4, -3.1, -2.0, -2.7, -5.0};
        try (Rows pictures = pictures()) {
            ImageBatches images = StoredPictures.images(pictures, bins(), weights);
            Mixup mixup = new Mixup(images, new AugmentationSpec(true, 1.0, null), 3);
            int[] examples = Example.inOrder(SAMPLES, 8);
            StoredPictures.Loaded batch = StoredPictures.load(mixup, 1, examples);
            for (int i = 0; i < examples.length; i++) {
                Found found = found(batch.inputs().get(i), examples[i]);
                int one = Example.sample(examples[i]);
                int other = Example.sample(found.partner);
                double loss = 0;
                for (int bin = 0; bin < SAMPLES; bin++) {
                    loss -= batch.weights().get(i) * batch.targets().get(i)[bin] * logProbabilities[bin];
                }
                // a sample is a bin of its own, so its loss is one logarithm
                assertThat(loss)
                        .isCloseTo(
                                -found.share * weights.get(one) * logProbabilities[one]
                                        - (1 - found.share) * weights.get(other) * logProbabilities[other],
                                within(1e-4));
            }
        }
    }

    @Test
    void histogramsAreBlendedAsPicturesAre() {
        double[] blended = Mixup.blend(new double[] {1, 0, 0}, new double[] {0, 0.5, 0.5}, 0.25);

        assertThat(blended).containsExactly(new double[] {0.25, 0.375, 0.375}, within(1e-12));
    }

    @Test
    void aBinUnknownInEitherIsUnknownAndTheRestSumsToOne() {
        double[] blended = Mixup.blend(new double[] {0.5, 0.25, 0.25}, new double[] {0.5, Double.NaN, 0.5}, 0.5);

        assertThat(blended[0]).isEqualTo(0.5 / 0.875, within(1e-12));
        assertThat(blended[1]).isNaN();
        assertThat(blended[2]).isEqualTo(0.375 / 0.875, within(1e-12));
    }

    @Test
    void whereNothingIsKnownInBothTheFirstStaysAsItIs() {
        double[] one = {1, Double.NaN};

        assertThat(Mixup.blend(one, new double[] {Double.NaN, 1}, 0.5)).isSameAs(one);
    }

    /** @param share of the example itself */
    private record Found(int partner, double share) {}

    /** The one example that, blended with another, gives a picture: by least squares. */
    private static Found found(float[] blended, int example) {
        float[] own = seen(example);
        for (int partner = 0; partner < SAMPLES * Example.VIEWS; partner++) {
            float[] other = seen(partner);
            double dot = 0;
            double length = 0;
            for (int i = 0; i < StoredPictures.FLOATS; i++) {
                dot += (blended[i] - other[i]) * (double) (own[i] - other[i]);
                length += Math.pow(own[i] - other[i], 2);
            }
            double share = length == 0 ? 1 : dot / length;
            double error = 0;
            for (int i = 0; i < StoredPictures.FLOATS; i++) {
                error = Math.max(error, Math.abs(share * own[i] + (1 - share) * other[i] - blended[i]));
            }
            if (error < 1e-5) {
                return new Found(partner, share);
            }
        }
        throw new AssertionError("a blend of nothing that there is");
    }

    private static float[] seen(int example) {
        return StoredPictures.PREPROCESSING.apply(picture(Example.sample(example)), Example.view(example));
    }

    private static float[] picture(int sample) {
        SplittableRandom random = new SplittableRandom(sample);
        float[] picture = new float[StoredPictures.FLOATS];
        for (int i = 0; i < StoredPictures.FLOATS; i++) {
            picture[i] = (float) random.nextDouble();
        }
        return picture;
    }

    private Rows pictures() throws IOException {
        return StoredPictures.of(
                folder, IntStream.range(0, SAMPLES).mapToObj(MixupTest::picture).toList());
    }

    private static List<double[]> bins() {
        List<double[]> targets = new ArrayList<>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            double[] target = new double[SAMPLES];
            target[sample] = 1;
            targets.add(target);
        }
        return targets;
    }
}
