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
    Batches.Batch batch(NDManager manager, NDArray inputs, int[] examples) {
        List<double[]> targets = new ArrayList<>();
        float[] weights = new float[examples.length];
        for (int i = 0; i < examples.length; i++) {
            Sample sample = samples.get(Example.sample(examples[i]));
            targets.add(sample.target().fractions());
            weights[i] = (float) sample.weight();
        }
        return new Batches.Batch(inputs, Targets.of(manager, targets, centres), manager.create(weights));
    }
}
