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
import org.bubblegram.engine.Scalars;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every coordinate of the gradient of the weighted mean loss against central differences in double precision. There a loss
 * is {@link Loss#at}, given what its activation makes of the logits before anything is rescaled.
 */
class LossGradientTest {
    private static final int ROWS = 6;
    // differences err by about STEP^2 and 1e-16 / STEP, far below what floats do
    private static final double STEP = 1e-5;

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    static Stream<Arguments> lossesAndBins() {
        List<Loss> losses = new ArrayList<>(Losses.withDefaults().values());
        losses.add(new SoftmaxCrossEntropy(0.2));
        losses.add(new SizeWeightedL2(3.0));
        losses.add(new KullbackLeiblerExpectation(10.0));
        losses.add(new SigmoidL2(SigmoidL2.Distance.EUCLIDEAN));
        losses.add(new Cosine(0.0));
        return losses.stream()
                .flatMap(loss -> IntStream.of(2, 3, 6, 17, 50).mapToObj(bins -> Arguments.of(loss, bins)));
    }

    @ParameterizedTest(name = "{0}, {1} bins")
    @MethodSource("lossesAndBins")
    void everyCoordinateOfTheGradientIsThatOfCentralDifferences(Loss loss, int bins) {
        SplittableRandom random = new SplittableRandom(bins);
        double[][] logits = logits(random, bins);
        List<double[]> targets = targets(random, bins);
        float[] weights = {1, 2, 0.5f, 3, 0.25f, 1};
        double total = 7.75;
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray z = matrix(manager, logits);
            Targets tensors = Targets.of(manager, targets, centres(bins));
            NDArray perSample = loss.perSample(z, tensors);
            z.setRequiresGradient(true);
            NDArray w = Scalars.owned(manager.create(weights));
            Gradients.backward(
                    () -> Scalars.times(loss.perSample(z, tensors).mul(w).sum(), 1 / total));
            float[] gradient = z.getGradient().toFloatArray();

            for (int row = 0; row < ROWS; row++) {
                double value = value(loss, logits[row], targets.get(row));
                assertThat((double) perSample.getFloat(row))
                        .as("the same function, row %s", row)
                        .isCloseTo(value, within(2e-6 * Math.max(1, Math.abs(value))));
                double[] ofRow = scaled(gradient, row * bins, bins, total / weights[row]);
                double[] wanted = differences(loss, logits[row], targets.get(row));
                double scale = Math.max(
                        1e-3, Arrays.stream(wanted).map(Math::abs).max().orElseThrow());
                assertThat(ofRow).as("row %s", row).containsExactly(wanted, within(1e-5 * scale));
            }
        }
    }

    private static double[] scaled(float[] values, int from, int length, double factor) {
        return IntStream.range(from, from + length)
                .mapToDouble(i -> values[i] * factor)
                .toArray();
    }

    private static double[] differences(Loss loss, double[] logits, double[] target) {
        double[] differences = new double[logits.length];
        for (int bin = 0; bin < logits.length; bin++) {
            double[] ahead = logits.clone();
            double[] behind = logits.clone();
            ahead[bin] += STEP;
            behind[bin] -= STEP;
            differences[bin] = (value(loss, ahead, target) - value(loss, behind, target)) / (2 * STEP);
        }
        return differences;
    }

    /** In double precision, over the known bins. */
    private static double value(Loss loss, double[] logits, double[] target) {
        int[] known = IntStream.range(0, target.length)
                .filter(bin -> !Double.isNaN(target[bin]))
                .toArray();
        double[] z = at(known, logits);
        double[] answered = switch (loss.activation()) {
            case SOFTMAX -> softmax(z);
            case NORMALIZED_SIGMOID ->
                Arrays.stream(z).map(x -> 1 / (1 + Math.exp(-x))).toArray();
            case NORMALIZED_RELU -> z;
        };
        return loss.at(new Answer(answered, at(known, target), at(known, centres(target.length))));
    }

    private static double[] softmax(double[] z) {
        double sum = Arrays.stream(z).map(Math::exp).sum();
        return Arrays.stream(z).map(x -> Math.exp(x) / sum).toArray();
    }

    private static double[] at(int[] bins, double[] values) {
        return Arrays.stream(bins).mapToDouble(bin -> values[bin]).toArray();
    }

    private static double[] centres(int bins) {
        return IntStream.range(0, bins).mapToDouble(bin -> bin + 1).toArray();
    }

    private static NDArray matrix(NDManager manager, double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return manager.create(flat, new Shape(rows.length, rows[0].length));
    }

    /** Floats, so that both precisions see the same. */
    private static double[][] logits(SplittableRandom random, int bins) {
        double[][] logits = new double[ROWS][bins];
        for (double[] row : logits) {
            Arrays.setAll(row, bin -> (float) random.nextGaussian());
        }
        return logits;
    }

    /** The first row is whole; of the others a third of the bins is unknown, but never all, and some are 0. */
    private static List<double[]> targets(SplittableRandom random, int bins) {
        List<double[]> targets = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            double[] target = random.doubles(bins).toArray();
            int kept = random.nextInt(bins);
            for (int bin = 0; bin < bins && row > 0; bin++) {
                if (bin != kept) {
                    target[bin] = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(5) == 0 ? 0 : target[bin];
                }
            }
            double sum = Arrays.stream(target).filter(x -> !Double.isNaN(x)).sum();
            targets.add(Arrays.stream(target).map(x -> x / sum).toArray());
        }
        return targets;
    }
}
