package org.bubblegram.registry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
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

    private static final int INPUTS = 3;

    /** Asks a network. */
    public static GoldenVectors of(HistogramNetwork network, int size) {
        return new GoldenVectors(size, answers(network, INPUTS, size));
    }

    /** @throws NotReproduced if the network answers otherwise */
    public void verify(HistogramNetwork network) {
        List<List<Float>> answers = answers(network, logits.size(), size);
        double worst = 0;
        double largest = 1;
        for (int i = 0; i < logits.size(); i++) {
            for (int k = 0; k < logits.get(i).size(); k++) {
                double expected = logits.get(i).get(k);
                worst = Math.max(worst, Math.abs(answers.get(i).get(k) - expected));
                largest = Math.max(largest, Math.abs(expected));
            }
        }
        if (!(worst <= TOLERANCE * largest)) {
            throw new NotReproduced(worst / largest);
        }
    }

    private static List<List<Float>> answers(HistogramNetwork network, int inputs, int size) {
        List<List<Float>> rows = new ArrayList<>();
        try (NDManager manager = TensorEngine.newManager()) {
            for (int i = 0; i < inputs; i++) {
                NDArray image = manager.create(input(i, size), new Shape(1, size, size, 3)); // (1, H, W, C)
                NDArray logits = network.logits(image.transpose(0, 3, 1, 2)); // (1, C, H, W) -> (1, K)
                List<Float> row = new ArrayList<>();
                for (float logit : logits.toFloatArray()) {
                    row.add(logit);
                }
                rows.add(row);
            }
        }
        return rows;
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
