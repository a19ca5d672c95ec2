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
import org.bubblegram.metrics.Scorer;
import org.bubblegram.metrics.Scores;

/** What a learner answers to held-out samples, each seen upright: one forward pass gives predictions and losses. */
final class Validation {
    // nothing is drawn by lot here, so no epoch matters
    private static final int UPRIGHT_EPOCH = 0;

    private final Learner learner;
    private final Batches batches;
    private final List<Sample> samples;
    private final Loss loss;
    private final Scorer scorer;
    private final int batchSize;

    Validation(Learner learner, Batches batches, List<Sample> samples, Scoring scoring, int batchSize) {
        this.learner = learner;
        this.batches = batches;
        this.samples = samples;
        this.loss = scoring.loss();
        this.scorer = scoring.scorer();
        this.batchSize = batchSize;
    }

    /** By what answers are judged. */
    record Scoring(Loss loss, Scorer scorer) {}

    /** Predictions (one fraction a bin) and losses in the order of the samples. */
    record Result(List<Sample> samples, List<double[]> predictions, List<Double> losses, Scores scores) {
        double meanLoss() {
            return mean(losses);
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

    /** How far answers are from one that is always the same: earth mover's distance in bins, weighted mean. */
    double distance(Result result, double[] constant) {
        return result.mean(result.predictions().stream()
                .map(prediction -> scorer.score(Metric.EMD, prediction, constant))
                .toList());
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
        return new Result(samples, predictions, losses, score(predictions));
    }

    private Scores score(List<double[]> predictions) {
        return scorer.score(
                predictions,
                samples.stream().map(sample -> sample.target().fractions()).toList(),
                samples.stream().mapToDouble(Sample::weight).toArray());
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
