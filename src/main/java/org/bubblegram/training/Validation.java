package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.metrics.Metric;

/** What a learner answers to held-out samples, each seen upright: one forward pass gives predictions and losses. */
final class Validation {
    // nothing is drawn by lot here, so no epoch matters
    private static final int UPRIGHT_EPOCH = 0;

    private final Learner learner;
    private final Batches batches;
    private final List<Sample> samples;
    private final Loss loss;
    private final int batchSize;

    Validation(Learner learner, Batches batches, List<Sample> samples, Loss loss, int batchSize) {
        this.learner = learner;
        this.batches = batches;
        this.samples = samples;
        this.loss = loss;
        this.batchSize = batchSize;
    }

    /** Predictions (one fraction a bin) and losses in the order of the samples. */
    record Result(List<Sample> samples, List<double[]> predictions, List<Double> losses) {
        double meanLoss() {
            return mean(losses);
        }

        double mean(Metric metric) {
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                values.add(metric.of(predictions.get(i), samples.get(i).target().fractions()));
            }
            return mean(values);
        }

        /** How far the answers are from one that is always the same: earth mover's distance in bins, weighted mean. */
        double distanceTo(double[] constant) {
            return mean(predictions.stream()
                    .map(prediction -> Metric.EMD.of(prediction, constant))
                    .toList());
        }

        private double mean(List<Double> values) {
            double sum = 0;
            double weight = 0;
            for (int i = 0; i < values.size(); i++) {
                sum += samples.get(i).weight() * values.get(i);
                weight += samples.get(i).weight();
            }
            return sum / weight;
        }
    }

    /** @throws TrainingCancelled once {@code cancelled} says so */
    Result evaluate(BooleanSupplier cancelled) throws IOException {
        List<double[]> predictions = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        int[] examples = Example.upright(samples.size());
        for (int from = 0; from < examples.length; from += batchSize) {
            if (cancelled.getAsBoolean()) {
                throw new TrainingCancelled();
            }
            int to = Math.min(from + batchSize, examples.length);
            try (NDManager manager = TensorEngine.newManager()) {
                evaluate(
                        batches.load(manager, UPRIGHT_EPOCH, Arrays.copyOfRange(examples, from, to)),
                        predictions,
                        losses);
            }
        }
        return new Result(samples, predictions, losses);
    }

    private void evaluate(Batches.Batch batch, List<double[]> predictions, List<Double> losses) {
        NDArray logits = learner.logits(batch.inputs()); // (B, K)
        float[] fractions = loss.activation().apply(logits).toFloatArray();
        int bins = Math.toIntExact(logits.getShape().get(1));
        for (int row = 0; row < fractions.length / bins; row++) {
            double[] prediction = new double[bins];
            for (int bin = 0; bin < bins; bin++) {
                prediction[bin] = fractions[row * bins + bin];
            }
            predictions.add(prediction);
        }
        for (float value : loss.perSample(logits, batch.targets()).toFloatArray()) {
            losses.add((double) value);
        }
    }
}
