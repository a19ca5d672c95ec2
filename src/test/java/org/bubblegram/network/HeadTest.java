package org.bubblegram.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bubblegram.TensorTest;
import org.bubblegram.engine.Gradients;
import org.bubblegram.network.HeadOptions.Sampling;
import org.bubblegram.network.HeadOptions.Variational;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeadTest extends TensorTest {
    private static final int FEATURES = 7;
    private static final int BINS = 3;
    private static final int[] EXAMPLES = {4, 0, 9, 2};

    private Weights weights;

    @BeforeEach
    void open() {
        weights = new Weights();
    }

    @AfterEach
    void close() {
        weights.close();
    }

    private static HeadOptions options(double dropoutRate, boolean rescale, Variational variational, Integer... units) {
        return new HeadOptions(Pooling.MAX, List.of(units), dropoutRate, rescale, false, 1, variational);
    }

    /** A head whose weights are all of the order of 1, so that nothing hides behind a small number. */
    private Head head(HeadOptions options) {
        Head.initialize(weights, options, FEATURES, BINS, 5);
        for (String name : List.copyOf(weights.tensors().keySet())) {
            weights.putNormal(name, weights.get(name).getShape(), 0.7, 11);
        }
        Head head = new Head(weights, options);
        if (options.standardize()) {
            head.standardize(new float[] {1, 2, -1, 0, 0.5f, 3, 1}, new float[] {1, 2, 0.5f, 0, 3, 1, 0.25f});
        }
        return head;
    }

    private NDArray features() {
        return new Noise(2, 1, 1, EXAMPLES).normal(manager, "features", FEATURES);
    }

    static Stream<HeadOptions> everyHead() {
        List<HeadOptions> all = new ArrayList<>();
        for (List<Integer> units : List.of(List.<Integer>of(), List.of(5), List.of(4, 6))) {
            for (boolean standardize : new boolean[] {false, true}) {
                for (double temperature : new double[] {1, 2.5}) {
                    for (Variational variational : new Variational[] {null, Variational.DEFAULT}) {
                        for (double rate : new double[] {0, 0.3, -0.3}) { // below 0: not rescaled
                            all.add(new HeadOptions(
                                    Pooling.MAX,
                                    units,
                                    Math.abs(rate),
                                    rate >= 0,
                                    standardize,
                                    temperature,
                                    variational));
                        }
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("everyHead")
    void foldedIntoItsWeightsAHeadAnswersTheSame(HeadOptions options) {
        Head head = head(options);
        NDArray features = features();
        float[] logits = head.logits(features).toFloatArray();
        float[] variances = options.variational() == null
                ? new float[0]
                : head.variances(features).toFloatArray();

        HeadOptions left = new HeadFolding(weights, options).fold();

        Head folded = new Head(weights, left);
        assertThat(folded.logits(features).toFloatArray()).containsExactly(logits, within(1e-5f));
        if (options.variational() != null) {
            assertThat(folded.variances(features).toFloatArray()).containsExactly(variances, within(1e-4f));
        }
        boolean centred = options.standardize()
                && options.variational() != null
                && options.hiddenUnits().isEmpty();
        assertThat(left)
                .isEqualTo(new HeadOptions(
                        Pooling.MAX,
                        options.hiddenUnits(),
                        0,
                        true,
                        centred,
                        1,
                        options.variational() == null ? null : Variational.DEFAULT));
    }

    @ParameterizedTest
    @MethodSource("everyHead")
    void aNewHeadHasExactlyTheWeightsItsOptionsAskFor(HeadOptions options) {
        Head.initialize(weights, options, FEATURES, BINS, 5);
        Head head = new Head(weights, options);

        weights.require(Head.shapes(options, FEATURES, BINS));
        assertThat(head.bins()).isEqualTo(BINS);
        List<Integer> units = options.hiddenUnits();
        assertThat(head.lastWidth()).isEqualTo(units.isEmpty() ? FEATURES : units.get(units.size() - 1));
        assertThat(head.learnable()).doesNotContainKeys(Head.MEAN, Head.DEVIATION);
        int expected = 2 + 2 * units.size() + (options.variational() == null ? 0 : 1);
        assertThat(head.learnable()).hasSize(expected);
        Head.Forward forward = head.learning(features(), new Noise(1, 1, 1, EXAMPLES));
        assertThat(forward.logits().getShape()).isEqualTo(new Shape(EXAMPLES.length, BINS));
        assertThat(forward.lastInputs().getShape()).isEqualTo(new Shape(EXAMPLES.length, head.lastWidth()));
    }

    @Test
    void hiddenUnitsAreRectifiedSumsAndTheTemperatureDividesTheLogits() {
        HeadOptions options = new HeadOptions(Pooling.MAX, List.of(2), 0, true, false, 4, null);
        weights.put("head.hidden.0.weight", new float[] {1, 2, -1, 1}, new Shape(2, 2));
        weights.put("head.hidden.0.bias", new float[] {0.5f, -3}, new Shape(2));
        weights.put(Head.WEIGHT, new float[] {2, 10}, new Shape(1, 2, 1, 1));
        weights.put(Head.BIAS, new float[] {1}, new Shape(1));

        // units relu(1 + 4 + 0.5) and relu(-1 + 2 - 3), logit (2 * 5.5 + 1) / 4
        NDArray logits = new Head(weights, options).logits(manager.create(new float[] {1, 2}, new Shape(1, 2)));

        assertThat(logits.toFloatArray()).containsExactly(3);
    }

    @Test
    void standardizedFeaturesHaveTheirMeanTakenOffAndAreDividedByTheirDeviation() {
        HeadOptions options = new HeadOptions(Pooling.MAX, List.of(), 0, true, true, 1, null);
        weights.put(Head.WEIGHT, new float[] {1, 10, 100}, new Shape(1, 3, 1, 1));
        weights.put(Head.BIAS, new float[1], new Shape(1));
        weights.put(Head.MEAN, new float[3], new Shape(3));
        weights.put(Head.DEVIATION, new float[] {1, 1, 1}, new Shape(3));
        Head head = new Head(weights, options);
        NDArray features = manager.create(new float[] {3, 5, 8}, new Shape(1, 3));

        assertThat(head.logits(features).toFloatArray()).containsExactly(853);
        head.standardize(new float[] {1, 2, 7}, new float[] {2, 3, 0}); // the third never moved
        assertThat(head.logits(features).toFloatArray()).containsExactly(1 + 10 + 100);
    }

    @Test
    void dropoutFallsOnTheLastHiddenLayerAndOnTheFeaturesWhereThereIsNone() {
        Noise noise = new Noise(1, 1, 1, EXAMPLES);
        for (boolean rescale : new boolean[] {true, false}) {
            float[] whole = head(options(0, rescale, null))
                    .learning(features(), noise)
                    .lastInputs()
                    .toFloatArray();
            float[] dropped = head(options(0.5, rescale, null))
                    .learning(features(), noise)
                    .lastInputs()
                    .toFloatArray();
            assertThat(dropped).contains(0).isNotEqualTo(new float[dropped.length]);
            for (int i = 0; i < whole.length; i++) {
                assertThat(dropped[i] + 0f).isIn(0f, rescale ? 2 * whole[i] : whole[i]); // -0 + 0 is 0
            }
        }
        assertThat(whole(options(0.5, true, null, 6))).isNotEqualTo(whole(options(0, true, null, 6)));
    }

    private float[] whole(HeadOptions options) {
        weights.removeIf(name -> true);
        return head(options)
                .learning(features(), new Noise(1, 1, 1, EXAMPLES))
                .logits()
                .toFloatArray();
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void whatLearningSeesIsDrawnAgainAlikeForTheSameStep(Sampling sampling) {
        Head head = head(options(0.3, true, new Variational(sampling, 1, 0.5), 6));

        float[] drawn =
                head.learning(features(), new Noise(1, 1, 1, EXAMPLES)).logits().toFloatArray();

        assertThat(head.learning(features(), new Noise(1, 1, 1, EXAMPLES))
                        .logits()
                        .toFloatArray())
                .isEqualTo(drawn);
        assertThat(head.learning(features(), new Noise(1, 2, 2, EXAMPLES))
                        .logits()
                        .toFloatArray())
                .isNotEqualTo(drawn);
        assertThat(head.logits(features()).toFloatArray()).isNotEqualTo(drawn);
    }

    @ParameterizedTest
    @EnumSource(Sampling.class)
    void everyLearnableWeightOfAVariationalHeadGetsAGradient(Sampling sampling) {
        Head head = head(options(0.3, true, new Variational(sampling, 1, 0.5), 6));
        head.learnable().values().forEach(weight -> weight.setRequiresGradient(true));

        Gradients.backward(() -> head.learning(features(), new Noise(1, 1, 1, EXAMPLES))
                .logits()
                .square()
                .sum()
                .add(head.divergence(manager)));

        head.learnable()
                .forEach((name, weight) -> assertThat(
                                weight.getGradient().abs().sum().getFloat())
                        .as(name)
                        .isPositive()
                        .isFinite());
    }

    @Test
    void onlyAVariationalHeadKnowsVariancesAndADivergence() {
        Head head = head(options(0, true, null));

        assertThatThrownBy(() -> head.divergence(manager)).hasMessageContaining("not variational");
        assertThatThrownBy(() -> head.variances(features())).hasMessageContaining("not variational");
        assertThatThrownBy(() -> head.standardize(new float[0], new float[0]))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothingButTheAnswerIsLeftOnTheManagers() {
        Head head = head(new HeadOptions(Pooling.MAX, List.of(4), 0.3, false, true, 2, Variational.DEFAULT));
        NDArray features = features();
        int before = manager.getManagedArrays().size();
        int weightsBefore =
                weights.get(Head.BIAS).getManager().getManagedArrays().size();

        head.logits(features);
        head.variances(features);
        head.divergence(manager);

        assertThat(manager.getManagedArrays()).hasSize(before + 3);
        assertThat(weights.get(Head.BIAS).getManager().getManagedArrays()).hasSize(weightsBefore);
    }
}
