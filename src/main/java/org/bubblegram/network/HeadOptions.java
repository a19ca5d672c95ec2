package org.bubblegram.network;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the head is made of.
 *
 * @param pooling over all places of the last feature map
 * @param hiddenUnits of each dense layer, in order; may be empty
 * @param dropoutRate share of units dropped while learning, 0 to below 1
 * @param rescale whether kept units are scaled up while learning (inverted dropout); else all are scaled down at
 *     prediction
 * @param standardize whether features are centred and scaled by statistics of the training split
 * @param temperature divides the logits, above 0
 * @param variational how the last layer's weights are random; null: they are not
 */
public record HeadOptions(
        Pooling pooling,
        List<Integer> hiddenUnits,
        double dropoutRate,
        boolean rescale,
        boolean standardize,
        double temperature,
        @Nullable Variational variational) {
    /**
     * Normal weights in the last layer: Blundell et al., Weight uncertainty in neural networks, 2015.
     *
     * @param priorDeviation of the prior N(0, priorDeviation^2), above 0
     * @param initialDeviation of each weight before training, above 0
     */
    public record Variational(Sampling sampling, double priorDeviation, double initialDeviation) {
        /** Which sampling suits, and how uncertain weights start. */
        public static final Variational DEFAULT = new Variational(Sampling.LOCAL_REPARAMETERIZATION, 0.3, 0.02);

        public Variational {
            if (!(priorDeviation > 0) || !(initialDeviation > 0)) {
                throw new IllegalArgumentException("deviations must be above 0");
            }
        }
    }

    /** What is drawn while learning. Both give the logits of one example the same distribution. */
    public enum Sampling {
        /** The weights, once a step: all examples of a batch share the draw. */
        @JsonProperty("per-batch")
        PER_BATCH,
        /**
         * The logits, for each example: Kingma, Salimans and Welling, Variational dropout and the local
         * reparameterization trick, 2015. Its gradients vary less.
         */
        @JsonProperty("local-reparameterization")
        LOCAL_REPARAMETERIZATION
    }

    public HeadOptions {
        hiddenUnits = List.copyOf(hiddenUnits);
        if (hiddenUnits.stream().anyMatch(units -> units < 1)) {
            throw new IllegalArgumentException("a layer has at least one unit: " + hiddenUnits);
        }
        if (!(dropoutRate >= 0 && dropoutRate < 1)) {
            throw new IllegalArgumentException("not a rate of dropout: " + dropoutRate);
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("not a temperature: " + temperature);
        }
    }

    /** Pooling and the last layer, nothing else. */
    public static HeadOptions plain(Pooling pooling) {
        return new HeadOptions(pooling, List.of(), 0, true, false, 1, null);
    }

    /** What a published file's tensors say of its head. */
    static HeadOptions of(Weights weights, Pooling pooling) {
        List<Integer> units = new ArrayList<>();
        for (int i = 0; weights.has(Head.hidden(i) + ".weight"); i++) {
            Shape shape = weights.get(Head.hidden(i) + ".weight").getShape();
            // one unit where it is no matrix: the check of shapes then names it
            units.add(shape.dimension() == 2 ? (int) Math.max(1, shape.get(0)) : 1);
        }
        Variational variational = weights.has(Head.LOG_DEVIATION) ? Variational.DEFAULT : null;
        return new HeadOptions(pooling, units, 0, true, weights.has(Head.MEAN), 1, variational);
    }

    Dropout dropout() {
        return new Dropout(dropoutRate, rescale);
    }
}
