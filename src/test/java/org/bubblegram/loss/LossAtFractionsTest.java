package org.bubblegram.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LossAtFractionsTest {
    private static final double[] CENTRES = {1, 2, 4, 8, 9};

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    @ParameterizedTest
    @MethodSource("org.bubblegram.loss.LossTest#losses")
    void aLossAtFractionsIsTheLossOfLogitsThatMeanThem(Loss loss) {
        SplittableRandom random = new SplittableRandom(5);
        try (NDManager manager = TensorEngine.newManager()) {
            for (int i = 0; i < 20; i++) {
                double[] target = target(random, i % 2 == 0 ? -1 : i % 5);
                Answer answer = Answer.of(fractions(random), target, CENTRES);

                NDArray logits = manager.create(logits(loss, answer, target), new Shape(1, 5));
                Targets targets = Targets.of(manager, List.of(target), CENTRES);
                double expected = loss.perSample(logits, targets).getFloat();

                assertThat(loss.at(answer)).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
            }
        }
    }

    /** Where the target is unknown the logit may be any. */
    private static float[] logits(Loss loss, Answer answer, double[] target) {
        float[] logits = new float[target.length];
        int next = 0;
        for (int k = 0; k < logits.length; k++) {
            double p = Double.isNaN(target[k]) ? 0.9 : answer.predicted[next++];
            logits[k] = (float)
                    switch (loss.activation()) {
                        case SOFTMAX -> Math.log(p) + 3; // a softmax does not see the 3
                        case NORMALIZED_SIGMOID -> Math.log(p / (1 - p));
                        case NORMALIZED_RELU -> p;
                    };
        }
        return logits;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(textBlock = """
      softmax-cross-entropy,        1 0, .5 .5, 6.907755
      kullback-leibler,             1 0, .5 .5, 6.214608
      kullback-leibler,             1 0, 0 1,   13.815511
      reverse-kullback-leibler,     1 0, 0 1,   13.815513
      jensen-shannon,               1 0, 0 1,   .693147
      emd,                          1 0, 0 1,   1
      squared-emd,                  1 0, .5 .5, .25
      softmax-l2,                   1 0, 0 1,   2
      softmax-l1,                   1 0, 0 1,   2
      size-weighted-l2,             1 0, 0 1,   2
      size-weighted-l2,             1 0, .5 .5, .5
      intersection,                 1 0, .5 .5, .5
      iou,                          1 0, .5 .5, .666667
      kullback-leibler-expectation, 1 0, .5 .5, 6.714608
      sigmoid-l2,                   1 0, 0 1,   2
      sigmoid-binary-cross-entropy, 1 0, .5 .5, 13.815511
      cosine,                       1 0, 0 1,   1
      cosine,                       1 0, .5 .5, .301472
      """)
    void valuesAtFractionsOfExactlyZeroFitHandComputedOnes(String type, String p, String y, double expected) {
        Answer answer = Answer.of(array(p), array(y), new double[] {1, 2});

        assertThat(Losses.withDefaults().get(type).at(answer)).isCloseTo(expected, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void noPredictionScoresBetterThanTheTargetItself(Loss loss) {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 50; i++) {
            double[] target = target(random, -1);
            double best = loss.at(Answer.of(target, target, CENTRES));

            // the reverse divergence smooths its target, so it is best a millionth beside it
            assertThat(loss.at(Answer.of(fractions(random), target, CENTRES))).isGreaterThanOrEqualTo(best - 1e-5);
        }
    }

    static Collection<Loss> defaults() {
        return Losses.withDefaults().values();
    }

    @ParameterizedTest
    @MethodSource("org.bubblegram.loss.LossTest#losses")
    void anUnknownBinIsAsIfItDidNotExist(Loss loss) {
        Answer some = Answer.of(array(".2 .5 .1 .2"), array(".25 NaN .25 .5"), new double[] {1, 2, 3, 5});
        Answer all = Answer.of(array(".4 .2 .4"), array(".25 .25 .5"), new double[] {1, 3, 5});

        assertThat(loss.at(some)).isCloseTo(loss.at(all), within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("org.bubblegram.loss.LossTest#losses")
    void aLossIsFiniteForOneKnownBinAndForPredictionsThatMissAllKnownOnes(Loss loss) {
        assertThat(loss.at(Answer.of(array("1 0 0"), array("NaN 1 NaN"), new double[] {1, 2, 3})))
                .isFinite();
        assertThat(loss.at(Answer.of(array("1 0 0"), array("NaN 1 0"), new double[] {1, 2, 3})))
                .isFinite();
    }

    @ParameterizedTest
    @MethodSource("org.bubblegram.loss.LossTest#losses")
    void aPredictionThatIsNotANumberIsNotHidden(Loss loss) {
        assertThat(loss.at(Answer.of(array("NaN .5"), array("0 1"), new double[] {1, 2})))
                .isNaN();
    }

    @Test
    void histogramsOfDifferentLengthsAreRefused() {
        assertThatThrownBy(() -> Answer.of(array("1 0"), array("1 0 0"), new double[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Answer.of(array("1 0"), array("1 0"), new double[] {1, 2, 3}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] fractions(SplittableRandom random) {
        double[] raw = IntStream.range(0, CENTRES.length)
                .mapToDouble(k -> 0.05 + random.nextDouble())
                .toArray();
        double sum = Arrays.stream(raw).sum();
        return Arrays.stream(raw).map(fraction -> fraction / sum).toArray();
    }

    /** Some bins hold exactly nothing; one is unknown, or none where that is -1. */
    private static double[] target(SplittableRandom random, int unknown) {
        double[] raw = IntStream.range(0, CENTRES.length)
                .mapToDouble(k -> k == unknown ? Double.NaN : Math.max(0, random.nextDouble() - 0.3) + k * 1e-3)
                .toArray();
        double sum =
                Arrays.stream(raw).filter(fraction -> !Double.isNaN(fraction)).sum();
        return Arrays.stream(raw).map(fraction -> fraction / sum).toArray();
    }

    private static double[] array(String numbers) {
        return Arrays.stream(numbers.strip().split("\\s+"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }
}
