package org.bubblegram.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    static Stream<Loss> losses() {
        return Stream.of(
                new SoftmaxCrossEntropy(null),
                new SoftmaxCrossEntropy(0.2),
                new KullbackLeibler(),
                new ReverseKullbackLeibler(),
                new JensenShannon(),
                new EarthMovers(),
                new SquaredEarthMovers(),
                new SoftmaxL2(),
                new SoftmaxL1(),
                new SizeWeightedL2(null),
                new Intersection(),
                new IntersectionOverUnion(),
                new KullbackLeiblerExpectation(null),
                new SigmoidL2(null),
                new SigmoidL2(SigmoidL2.Distance.EUCLIDEAN),
                new SigmoidBinaryCrossEntropy(),
                new Cosine(0.0),
                new Cosine(null));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theGradientOfTheMeanIsTheMeanOfTheGradients(Loss loss) {
        try (NDManager manager = TensorEngine.newManager()) {
            float[][] logits = logits(5, 6);
            List<double[]> targets = targets(5, 6);
            float[] ofMean = gradient(manager, loss, logits, targets);
            double[] mean = new double[ofMean.length];
            for (int row = 0; row < 5; row++) {
                float[] ofOne = gradient(manager, loss, new float[][] {logits[row]}, List.of(targets.get(row)));
                for (int bin = 0; bin < 6; bin++) {
                    mean[row * 6 + bin] = ofOne[bin] / 5;
                }
            }
            for (int i = 0; i < mean.length; i++) {
                assertThat((double) ofMean[i]).isCloseTo(mean[i], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void anUnknownBinIsAsIfItDidNotExist(Loss loss) {
        try (NDManager manager = TensorEngine.newManager()) {
            float[][] whole = {{0.3f, -1, 2, 0.5f}};
            float[][] without = {{0.3f, 2, 0.5f}};
            List<double[]> masked = List.of(new double[] {0.2, Double.NaN, 0.5, 0.3});
            List<double[]> known = List.of(new double[] {0.2, 0.5, 0.3});

            Targets some = Targets.of(manager, masked, new double[] {1, 2, 3, 5});
            Targets all = Targets.of(manager, known, new double[] {1, 3, 5});
            assertThat(loss.perSample(matrix(manager, whole), some).getFloat())
                    .isCloseTo(loss.perSample(matrix(manager, without), all).getFloat(), within(1e-6f));
            float[] gradient = gradient(manager, loss, whole, some);
            assertThat(gradient[1]).isZero();
            float[] wanted = gradient(manager, loss, without, all);
            assertThat(new float[] {gradient[0], gradient[2], gradient[3]}).containsExactly(wanted, within(1e-6f));
        }
    }

    /** 1e-9 and 1e9 are the least and the largest edges that a label can have. */
    @ParameterizedTest
    @CsvSource({"0, 1e-9", "2, 1e-9", "6, 1e-9", "6, 1e-3", "0, 1e8", "2, 1e8", "6, 1e8"})
    void weightsBySizeDependOnRatiosOfSizesAndOnNoUnit(double exponent, double unit) {
        try (NDManager manager = TensorEngine.newManager()) {
            Loss loss = new SizeWeightedL2(exponent);
            float[][] logits = logits(5, 6);
            List<double[]> targets = targets(5, 6);
            targets.set(1, new double[] {0.4, 0.6, Double.NaN, Double.NaN, Double.NaN, Double.NaN});
            double[] plain = {1, 2, 3, 4, 5, 9};
            double[] scaled = Arrays.stream(plain).map(c -> c * unit).toArray();

            assertThat(loss.perSample(matrix(manager, logits), Targets.of(manager, targets, scaled))
                            .toFloatArray())
                    .containsExactly(
                            loss.perSample(matrix(manager, logits), Targets.of(manager, targets, plain))
                                    .toFloatArray(),
                            within(1e-5f));
            assertThat(gradient(manager, loss, logits, Targets.of(manager, targets, scaled)))
                    .containsExactly(
                            gradient(manager, loss, logits, Targets.of(manager, targets, plain)), within(1e-5f));
        }
    }

    @Test
    void aCosinesGradientIsOrthogonalToTheLogitsSoNothingShortensThem() {
        try (NDManager manager = TensorEngine.newManager()) {
            float[][] logits = logits(8, 6);
            float[] gradient = gradient(manager, new Cosine(0.0), logits, targets(8, 6));
            for (int row = 0; row < 8; row++) {
                double along = 0;
                for (int bin = 0; bin < 6; bin++) {
                    along += logits[row][bin] * gradient[row * 6 + bin];
                }
                assertThat(along).isCloseTo(0, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void everyActivationGivesFractionsEvenForExtremeLogits(Activation activation) {
        try (NDManager manager = TensorEngine.newManager()) {
            float[][] extreme = {
                {-1000, -2000, -1500}, {3000, 10, -5000}, {0, 0, 0}, {-1e30f, 1e30f, 0}, {-90, -91, -92}
            };
            float[] fractions = activation.apply(matrix(manager, extreme)).toFloatArray();
            for (int row = 0; row < extreme.length; row++) {
                float[] prediction = Arrays.copyOfRange(fractions, row * 3, row * 3 + 3);
                assertThat(prediction).doesNotContain(Float.NaN).contains(prediction);
                assertThat(prediction[0] + prediction[1] + prediction[2]).isCloseTo(1, within(1e-5f));
            }
        }
    }

    @Test
    void softmaxTakesTheAnswerWhereNoLogitOfACosineIsPositive() {
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray logits = matrix(manager, new float[][] {{-1, -2, -3}, {-1, 3, 1}});

            assertThat(Activation.NORMALIZED_RELU.apply(logits).toFloatArray())
                    .containsExactly(
                            new float[] {0.66524094f, 0.24472848f, 0.09003057f, 0, 0.75f, 0.25f}, within(1e-6f));
        }
    }

    private static double[] centres(float[][] logits) {
        return IntStream.range(0, logits[0].length).mapToDouble(i -> i + 1).toArray();
    }

    private static float[] gradient(NDManager manager, Loss loss, float[][] logits, List<double[]> targets) {
        return gradient(manager, loss, logits, Targets.of(manager, targets, centres(logits)));
    }

    private static float[] gradient(NDManager manager, Loss loss, float[][] logits, Targets targets) {
        NDArray z = matrix(manager, logits);
        z.setRequiresGradient(true);
        Gradients.backward(() -> loss.perSample(z, targets).mean());
        return z.getGradient().toFloatArray();
    }

    private static NDArray matrix(NDManager manager, float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    private static float[][] logits(int rows, int bins) {
        SplittableRandom random = new SplittableRandom(11);
        float[][] logits = new float[rows][bins];
        for (float[] row : logits) {
            for (int bin = 0; bin < bins; bin++) {
                row[bin] = (float) random.nextGaussian();
            }
        }
        return logits;
    }

    private static List<double[]> targets(int rows, int bins) {
        SplittableRandom random = new SplittableRandom(12);
        List<double[]> targets = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double[] target = random.doubles(bins).toArray();
            double sum = Arrays.stream(target).sum();
            targets.add(Arrays.stream(target).map(fraction -> fraction / sum).toArray());
        }
        return targets;
    }
}
