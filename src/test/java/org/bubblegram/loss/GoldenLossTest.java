package org.bubblegram.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bubblegram.SharedFiles;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values, gradients and predictions computed independently in float64. */
class GoldenLossTest {
    private static final double RELATIVE = 1e-5;

    /** At fractions these take none for less than {@link Answer#LEAST_PREDICTED}. */
    private static final Set<Class<? extends Loss>> GUARDED = Set.of(
            SoftmaxCrossEntropy.class,
            KullbackLeibler.class,
            KullbackLeiblerExpectation.class,
            SigmoidBinaryCrossEntropy.class);

    @BeforeAll
    static void setUp() {
        TensorEngine.setUp();
        TensorEngine.evaluateOnly();
    }

    static Stream<Arguments> losses() {
        return Stream.of(
                Arguments.of("softmax-cross-entropy", new SoftmaxCrossEntropy(null)),
                Arguments.of("softmax-cross-entropy labelSmoothing=0.1", new SoftmaxCrossEntropy(0.1)),
                Arguments.of("kullback-leibler", new KullbackLeibler()),
                Arguments.of("reverse-kullback-leibler", new ReverseKullbackLeibler()),
                Arguments.of("jensen-shannon", new JensenShannon()),
                Arguments.of("squared-emd", new SquaredEarthMovers()),
                Arguments.of("emd", new EarthMovers()),
                Arguments.of("softmax-l2", new SoftmaxL2()),
                Arguments.of("softmax-l1", new SoftmaxL1()),
                Arguments.of("size-weighted-l2 exponent=2", new SizeWeightedL2(null)),
                Arguments.of("intersection", new Intersection()),
                Arguments.of("iou", new IntersectionOverUnion()),
                Arguments.of("kullback-leibler-expectation weight=1", new KullbackLeiblerExpectation(null)),
                Arguments.of("sigmoid-l2", new SigmoidL2(null)),
                Arguments.of("sigmoid-l2 distance=euclidean", new SigmoidL2(SigmoidL2.Distance.EUCLIDEAN)),
                Arguments.of("sigmoid-binary-cross-entropy", new SigmoidBinaryCrossEntropy()),
                Arguments.of("cosine magnitudePenalty=0", new Cosine(0.0)),
                Arguments.of("cosine magnitudePenalty=0.1", new Cosine(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void valuesGradientsAndPredictionsMatchTheReference(String name, Loss loss) throws Exception {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(SharedFiles.of("golden/losses.json")));
        JsonNode expected = golden.get("losses").get(name);
        try (NDManager manager = TensorEngine.newManager()) {
            NDArray logits = matrix(manager, golden.get("logits"));
            Targets targets = Targets.of(manager, rows(golden.get("targets")), centres(golden.get("binEdges")));
            logits.setRequiresGradient(true);
            Gradients.backward(() -> loss.perSample(logits, targets).mean());

            assertClose(loss.perSample(logits, targets), expected.get("perSample"));
            assertClose(logits.getGradient(), expected.get("gradientOfMean"));
            assertClose(loss.activation().apply(logits), expected.get("prediction"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void predictionsWithoutTheEngineMatchTheReferenceInDoublePrecision(String name, Loss loss) throws Exception {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(SharedFiles.of("golden/losses.json")));
        List<double[]> logits = rows(golden.get("logits"));
        List<double[]> expected = rows(golden.get("losses").get(name).get("prediction"));
        for (int row = 0; row < logits.size(); row++) {
            assertThat(loss.activation().apply(logits.get(row))).containsExactly(expected.get(row), offset(1e-12));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("losses")
    void valuesAtFractionsMatchTheReferenceInDoublePrecision(String name, Loss loss) throws Exception {
        JsonNode golden = JsonMapper.shared().readTree(Files.readString(SharedFiles.of("golden/losses.json")));
        List<double[]> logits = rows(golden.get("logits"));
        List<double[]> targets = rows(golden.get("targets"));
        List<Double> expected = numbers(golden.get("losses").get(name).get("perSample"));
        for (int row = 0; row < expected.size(); row++) {
            double[] fractions = meantBy(logits.get(row), loss.activation());
            boolean guarded = GUARDED.contains(loss.getClass())
                    && Arrays.stream(fractions).anyMatch(p -> p < Answer.LEAST_PREDICTED);
            if (!guarded) {
                Answer answer = new Answer(fractions, targets.get(row), centres(golden.get("binEdges")));
                double wanted = expected.get(row);
                assertThat(loss.at(answer)).isCloseTo(wanted, offset(1e-10 * Math.max(1, wanted)));
            }
        }
    }

    /** Not rescaled: sigmoids and logits need not sum to 1 to be compared. */
    private static double[] meantBy(double[] logits, Activation activation) {
        double highest = Arrays.stream(logits).max().orElseThrow();
        double sum = Arrays.stream(logits).map(z -> Math.exp(z - highest)).sum();
        return Arrays.stream(logits)
                .map(z -> switch (activation) {
                    case SOFTMAX -> Math.exp(z - highest) / sum;
                    case NORMALIZED_SIGMOID -> 1 / (1 + Math.exp(-z));
                    case NORMALIZED_RELU -> z;
                })
                .toArray();
    }

    /** Relative to the largest magnitude of the row, since single elements may cancel to almost 0. */
    private static void assertClose(NDArray actual, JsonNode expected) {
        float[] values = actual.toFloatArray();
        int at = 0;
        for (JsonNode row : expected) {
            List<Double> wanted = numbers(
                    row.isArray() ? row : JsonMapper.shared().createArrayNode().add(row));
            double scale =
                    Math.max(1e-6, wanted.stream().mapToDouble(Math::abs).max().orElseThrow());
            for (double value : wanted) {
                assertThat((double) values[at++]).isCloseTo(value, offset(RELATIVE * scale));
            }
        }
        assertThat(at).isEqualTo(values.length);
    }

    private static NDArray matrix(NDManager manager, JsonNode json) {
        float[] values = new float[json.size() * json.get(0).size()];
        int at = 0;
        for (JsonNode row : json) {
            for (double value : numbers(row)) {
                values[at++] = (float) value;
            }
        }
        return manager.create(values, new Shape(json.size(), json.get(0).size()));
    }

    private static double[] centres(JsonNode edges) {
        List<Double> numbers = numbers(edges);
        double[] centres = new double[numbers.size() - 1];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = (numbers.get(i) + numbers.get(i + 1)) / 2;
        }
        return centres;
    }

    private static List<double[]> rows(JsonNode json) {
        List<double[]> rows = new ArrayList<>();
        json.forEach(row -> rows.add(numbers(row).stream().mapToDouble(x -> x).toArray()));
        return rows;
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(value -> numbers.add(value.asDouble()));
        return numbers;
    }
}
