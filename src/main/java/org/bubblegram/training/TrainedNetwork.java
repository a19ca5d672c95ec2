package org.bubblegram.training;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.image.Preprocessing;
import org.bubblegram.loss.Activation;
import org.bubblegram.network.HistogramNetwork;
import org.jspecify.annotations.Nullable;

/**
 * The best epoch's network and what it answers to the samples held out.
 *
 * @param network the caller closes it
 * @param origin SHA-256 of what it learned from and started from
 * @param samples by split
 * @param predictions by split, validation and test: fractions in the order of the samples, upright view
 * @param losses likewise, one a sample
 * @param novelty null where there were no pictures to learn it from
 */
public record TrainedNetwork(
        HistogramNetwork network,
        Activation activation,
        Preprocessing preprocessing,
        int bestEpoch,
        String origin,
        Map<Split, List<Sample>> samples,
        Map<Split, List<double[]>> predictions,
        Map<Split, List<Double>> losses,
        @Nullable Novelty novelty)
        implements AutoCloseable {
    /** What samples held out told. */
    record HeldOut(
            Map<Split, Validation.Result> results, @Nullable Novelty novelty) {}

    static TrainedNetwork of(
            HistogramNetwork network, Material material, int bestEpoch, String origin, HeldOut heldOut) {
        Map<Split, List<double[]>> predictions = new TreeMap<>();
        Map<Split, List<Double>> losses = new TreeMap<>();
        heldOut.results().forEach((split, result) -> {
            predictions.put(split, result.predictions());
            losses.put(split, result.losses());
        });
        return new TrainedNetwork(
                network,
                material.spec().loss().activation(),
                material.inputs().preprocessing(),
                bestEpoch,
                origin,
                material.samples(),
                predictions,
                losses,
                heldOut.novelty());
    }

    @Override
    public void close() {
        network.close();
    }
}
