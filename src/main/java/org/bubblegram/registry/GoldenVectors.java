package org.bubblegram.registry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.network.HistogramNetwork;

/**
 * {@code golden.json}: what a network answered to a few made-up inputs, so that a load that does not reproduce it can be
 * refused. The inputs are waves, given by a formula ({@link #input}) and not stored.
 *
 * @param size side of the square input in pixels
 * @param logits one row an input, one number a bin
 */
public record GoldenVectors(int size, List<List<Float>> logits) {
    /** How far a logit may be off, as a part of the largest one (or of 1 if that is less). */
    static final double TOLERANCE = 1e-3;

    /** How far an exported network may be off the one it was made of, likewise; features as a part of the largest one. */
    static final double EXPORT_TOLERANCE = 1e-4;

    private static final int INPUTS = 3;
    private static final int MOST_INPUTS = 16;

    /**
     * For vectors that come from outside.
     *
     * @throws IllegalArgumentException if they are none of a network that the card describes
     */
    void requireFor(ModelCard card) {
        int bins = card.bins().size();
        boolean fit = size == card.input().size()
                && logits != null
                && !logits.isEmpty()
                && logits.size() <= MOST_INPUTS
                && logits.stream()
                        .allMatch(row -> row != null
                                && row.size() == bins
                                && row.stream().allMatch(logit -> logit != null && Float.isFinite(logit)));
        if (!fit) {
            throw new IllegalArgumentException("not 1 to %d rows of %d finite logits for inputs of side %d"
                    .formatted(MOST_INPUTS, bins, card.input().size()));
        }
    }

    /** Asks a network. */
    public static GoldenVectors of(HistogramNetwork network, int size) {
        return new GoldenVectors(size, answers(network, INPUTS, size));
    }

    /** @throws NotReproduced if the network answers otherwise */
    public void verify(HistogramNetwork network) {
        verify("the network", answers(network, logits.size(), size));
    }

    /** @throws NotReproduced if the exported network answers otherwise */
    public void verify(OnnxModel exported) {
        List<List<Float>> answers = new ArrayList<>();
        for (int i = 0; i < logits.size(); i++) {
            answers.add(boxed(ask(exported, i).logits()[0]));
        }
        verify(ModelRegistry.ONNX, answers);
    }

    private void verify(String what, List<List<Float>> answers) {
        Difference difference = new Difference(1);
        for (int i = 0; i < logits.size(); i++) {
            difference.add(logits.get(i), answers.get(i));
        }
        difference.refuseAbove(TOLERANCE, what + " does not reproduce its golden vectors: logits differ");
    }

    /** @throws NotReproduced if an exported network does not give the logits and features of the one it was made of */
    void verifyExport(HistogramNetwork network, OnnxModel exported) {
        Difference ofLogits = new Difference(1);
        Difference ofFeatures = new Difference(Float.MIN_NORMAL);
        try (NDManager manager = TensorEngine.newManager()) {
            for (int i = 0; i < logits.size(); i++) {
                NDArray features = network.features(image(manager, i, size)); // (1, 2048)
                OnnxModel.Answer answer = ask(exported, i);
                ofFeatures.add(boxed(features.toFloatArray()), boxed(answer.features()[0]));
                ofLogits.add(boxed(network.head().logits(features).toFloatArray()), boxed(answer.logits()[0]));
            }
        }
        ofLogits.refuseAbove(EXPORT_TOLERANCE, "model.onnx does not answer as its network: logits differ");
        ofFeatures.refuseAbove(EXPORT_TOLERANCE, "model.onnx does not answer as its network: features differ");
    }

    private OnnxModel.Answer ask(OnnxModel exported, int i) {
        return exported.run(OnnxModel.channelsFirst(FloatBuffer.wrap(input(i, size))), 1, size, size);
    }

    /** The largest difference of numbers, as a part of the largest of those expected (or of a floor if that is less). */
    private static final class Difference {
        private double worst;
        private double largest;

        Difference(double floor) {
            this.largest = floor;
        }

        void add(List<Float> expected, List<Float> actual) {
            if (expected.size() != actual.size()) {
                worst = Double.POSITIVE_INFINITY;
                return;
            }
            for (int i = 0; i < expected.size(); i++) {
                worst = Math.max(worst, Math.abs(actual.get(i) - (double) expected.get(i)));
                largest = Math.max(largest, Math.abs(expected.get(i)));
            }
        }

        void refuseAbove(double tolerance, String what) {
            if (!(worst <= tolerance * largest)) { // also where it is not a number
                throw new NotReproduced(what, worst / largest);
            }
        }
    }

    private static List<List<Float>> answers(HistogramNetwork network, int inputs, int size) {
        List<List<Float>> rows = new ArrayList<>();
        try (NDManager manager = TensorEngine.newManager()) {
            for (int i = 0; i < inputs; i++) {
                NDArray logits = network.logits(image(manager, i, size)); // (1, K)
                rows.add(boxed(logits.toFloatArray()));
            }
        }
        return rows;
    }

    /** (1, C, H, W). */
    private static NDArray image(NDManager manager, int i, int size) {
        return manager.create(input(i, size), new Shape(1, size, size, 3)).transpose(0, 3, 1, 2);
    }

    private static List<Float> boxed(float[] numbers) {
        List<Float> boxed = new ArrayList<>();
        for (float number : numbers) {
            boxed.add(number);
        }
        return boxed;
    }

    /** Input i at row y, column x, channel c is 2 sin(2 pi (i + 1) (3 x + 5 y) / size + c), laid out (H, W, C). */
    static float[] input(int i, int size) {
        float[] values = new float[size * size * 3];
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double phase = 2 * Math.PI * (i + 1) * (3 * x + 5 * y) / size;
                for (int c = 0; c < 3; c++) {
                    values[(y * size + x) * 3 + c] = (float) (2 * StrictMath.sin(phase + c));
                }
            }
        }
        return values;
    }
}
