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
        float[] weights = new float[examples.length];
        for (int i = 0; i < examples.length; i++) {
            Sample sample = sample(examples[i]);
            targets.add(sample.target().fractions());
            weights[i] = (float) sample.weight();
        }
        return batch(manager, inputs, targets, weights);
    }

    /** With targets and weights that are nobody's own, one an example. */
    Batches.Batch batch(NDManager manager, NDArray inputs, List<double[]> targets, float[] weights) {
        return new Batches.Batch(inputs, Targets.of(manager, targets, centres), manager.create(weights));
    }

    /** That an example is a view of. */
    Sample sample(int example) {
        return samples.get(Example.sample(example));
    }
}
