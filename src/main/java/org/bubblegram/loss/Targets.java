package org.bubblegram.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * What a batch should have answered.
 *
 * @param fractions (B, K), 0 where unknown; known ones of a row sum to 1
 * @param known (B, K), 1 where known, 0 where unknown
 * @param centres (1, K), the middle of each bin
 */
public record Targets(NDArray fractions, NDArray known, NDArray centres) {
    // far below any logit, yet finite: 0 times it stays 0
    private static final float HIDDEN = -1e30f;

    /**
     * @param rows one a sample, one fraction a bin, NaN where unknown
     * @param centres the middle of each bin, ascending
     */
    public static Targets of(NDManager manager, List<double[]> rows, double[] centres) {
        int bins = centres.length;
        float[] fractions = new float[rows.size() * bins];
        float[] known = new float[fractions.length];
        for (int i = 0; i < fractions.length; i++) {
            double fraction = rows.get(i / bins)[i % bins];
            known[i] = Double.isNaN(fraction) ? 0 : 1;
            fractions[i] = Double.isNaN(fraction) ? 0 : (float) fraction;
        }
        Shape shape = new Shape(rows.size(), bins);
        return new Targets(
                manager.create(fractions, shape),
                manager.create(known, shape),
                manager.create(centres).toType(DataType.FLOAT32, false).reshape(1, bins));
    }

    /** Logits with those of unknown bins so low that a softmax gives them nothing. */
    NDArray hide(NDArray logits) {
        return logits.mul(known).add(known.sub(1).mul(-HIDDEN));
    }

    /** (B): from the centre of the first known bin to that of the last; 1 where only one is known. */
    NDArray range() {
        NDArray last = centres.mul(known).max(new int[] {-1});
        NDArray first = centres.add(known.sub(1).mul(HIDDEN)).min(new int[] {-1});
        NDArray range = last.sub(first);
        return range.add(range.lte(0).toType(DataType.FLOAT32, false));
    }
}
