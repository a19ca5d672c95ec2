package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.loss.Targets;

/**
 * Targets and weights of samples.
 *
 * @param centres the middle of each bin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Labels(List<Sample> samples, double[] centres) {
    /** What belongs to examples. */
    Batches.Batch batch(NDManager manager, NDArray inputs, int[] examples) {
        List<double[]> targets = new ArrayList<>();
        for (int example : examples) {
            targets.add(samples.get(Example.sample(example)).target().fractions());
        }
        return batch(manager, inputs, targets, examples);
    }

    /** With other targets than the examples' own. */
    Batches.Batch batch(NDManager manager, NDArray inputs, List<double[]> targets, int[] examples) {
        float[] weights = new float[examples.length];
        for (int i = 0; i < examples.length; i++) {
            weights[i] = (float) samples.get(Example.sample(examples[i])).weight();
        }
        return new Batches.Batch(inputs, Targets.of(manager, targets, centres), manager.create(weights));
    }
}
