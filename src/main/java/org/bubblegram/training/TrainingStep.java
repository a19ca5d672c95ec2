package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.Arrays;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.Scalars;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.network.Head;
import org.bubblegram.network.Noise;
import org.bubblegram.training.Batches.Batch;
import org.jspecify.annotations.Nullable;

/**
 * One step of the optimizer. The loss is the weighted mean over all its examples, plus the learner's penalty; micro-batches
 * only bound how many are in memory at once: each adds the gradient of its weighted sum, and the total is divided by the
 * total weight.
 */
final class TrainingStep {
    private final Learner learner;
    private final LearningWeights weights;
    private final Batches batches;
    private final Loss loss;
    private final long seed;
    private final int microBatch;

    /** @param microBatch examples in memory at once */
    TrainingStep(Learner learner, Batches batches, TrainingSpec spec, int microBatch) {
        this.learner = learner;
        this.weights = learner.weights();
        this.batches = batches;
        this.loss = spec.loss();
        this.seed = spec.seed();
        this.microBatch = microBatch;
    }

    /** Which step: what is drawn by lot for it depends on these numbers alone, counted from 1 over all stages. */
    record Place(int epoch, long step) {}

    /**
     * Sets the gradients of the weights to those of the mean loss over examples.
     *
     * @param gradients gathers how they scatter; null if nobody asks
     * @return loss and weight; the gradient norm is yet to be measured
     */
    Sum gradients(Place place, int[] examples, @Nullable LayerGradients gradients) throws IOException {
        weights.zeroGradients();
        double loss = 0;
        double weight = 0;
        for (int from = 0; from < examples.length; from += microBatch) {
            int[] part = Arrays.copyOfRange(examples, from, Math.min(from + microBatch, examples.length));
            try (NDManager manager = TensorEngine.newManager()) {
                Batch batch = batches.load(manager, place.epoch(), part);
                double partWeight = batch.weights().sum().getFloat();
                Noise noise = new Noise(seed, place.epoch(), place.step(), part);
                loss += backward(batch, partWeight, noise, gradients);
                weight += partWeight;
            }
        }
        weights.scaleGradients(1 / weight);
        return new Sum(examples.length, loss, weight);
    }

    /**
     * Of the losses of one step.
     *
     * @param loss weighted sum, without any penalty
     * @param weight sum of the weights
     */
    record Sum(long examples, double loss, double weight) {
        double mean() {
            return loss / weight;
        }
    }

    /** Adds the gradient of a micro-batch's weighted sum, and returns the sum. */
    private double backward(Batch batch, double weight, Noise noise, @Nullable LayerGradients gradients) {
        Head.Forward[] forward = new Head.Forward[1];
        NDArray[] sum = new NDArray[1];
        double value;
        try (NDArray penalized = Gradients.backward(() -> {
            forward[0] = learner.learning(batch.inputs(), noise);
            sum[0] = batch.sum(loss.perSample(forward[0].logits(), batch.targets()));
            NDArray penalty = learner.penalty(sum[0].getManager());
            return penalty == null ? sum[0] : sum[0].add(Scalars.times(penalty, weight));
        })) {
            value = Double.isFinite(penalized.getFloat()) ? sum[0].getFloat() : penalized.getFloat();
        }
        if (gradients != null) {
            NDArray deltas = LayerGradients.deltas(loss, forward[0].logits(), batch.targets());
            deltas.muli(learner.lastScale());
            gradients.add(deltas, forward[0].lastInputs(), batch.weights());
        }
        sum[0].close();
        forward[0].logits().close();
        forward[0].lastInputs().close();
        return value;
    }
}
