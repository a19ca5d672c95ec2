package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bubblegram.engine.Gradients;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.network.Weights;
import org.bubblegram.training.ComparedFold.Answers;

/**
 * Trains linear heads on features in memory, each from the same start, in the same order, for the same number of steps. No
 * checkpoints and no early stopping: a head takes seconds, and the learning rate falls to 0.
 */
final class LinearHeadFit {
    private static final int FEATURES = HistogramNetwork.FEATURES;
    private static final int ANSWERED_AT_ONCE = 1024;

    private final FeatureTable table;
    private final ComparisonSpec spec;
    private final float[] start;
    private final BooleanSupplier cancelled;

    /** @param start initial weight (K, 2048), row after row */
    LinearHeadFit(FeatureTable table, ComparisonSpec spec, float[] start, BooleanSupplier cancelled) {
        this.table = table;
        this.spec = spec;
        this.start = start;
        this.cancelled = cancelled;
    }

    /**
     * Learns from some samples and answers others; empty where an answer is not finite.
     *
     * @throws TrainingCancelled once its caller asks for it
     */
    Optional<Answers> fit(Loss loss, int[] training, int[] heldOut) {
        return TensorEngine.onOneThread(() -> {
            int bins = start.length / FEATURES;
            try (Weights head = new Weights()) {
                head.put("weight", start, new Shape(bins, FEATURES)).setRequiresGradient(true);
                head.put("bias", new float[bins], new Shape(bins)).setRequiresGradient(true);
                train(head, loss, training);
                return answer(head, loss, heldOut);
            }
        });
    }

    private void train(Weights head, Loss loss, int[] training) {
        try (AdamW optimizer = new AdamW(
                new LearningWeights(head.tensors(), name -> 1), spec.optimizer().weightDecay())) {
            for (int epoch = 1; epoch <= spec.epochs(); epoch++) {
                if (cancelled.getAsBoolean()) {
                    throw new TrainingCancelled();
                }
                int[] rows = table.shuffled(training, spec.seed(), epoch);
                for (int from = 0; from < rows.length; from += spec.batchSize()) {
                    double passed = epoch - 1 + (double) from / rows.length;
                    double left = 1 - passed / spec.epochs();
                    step(head, loss, Arrays.copyOfRange(rows, from, Math.min(from + spec.batchSize(), rows.length)));
                    optimizer.step(left * spec.optimizer().learningRate());
                }
            }
        }
    }

    private void step(Weights head, Loss loss, int[] rows) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Batches.Batch batch = table.batch(rows);
            head.tensors().values().forEach(Gradients::zero);
            Gradients.backward(() -> {
                NDArray losses = loss.perSample(logits(head, batch.inputs()), batch.targets());
                return batch.sum(losses).div(batch.weights().sum());
            });
        }
    }

    /** (B, 2048) -> (B, K). */
    private static NDArray logits(Weights head, NDArray features) {
        return Linear.linear(features, head.get("weight"), head.get("bias")).singletonOrThrow();
    }

    private Optional<Answers> answer(Weights head, Loss loss, int[] heldOut) {
        List<double[]> predictions = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        int[] rows = table.upright(heldOut);
        for (int from = 0; from < rows.length; from += ANSWERED_AT_ONCE) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                Batches.Batch batch =
                        table.batch(Arrays.copyOfRange(rows, from, Math.min(from + ANSWERED_AT_ONCE, rows.length)));
                NDArray logits = logits(head, batch.inputs()); // (B, K)
                addRows(loss.activation().apply(logits), predictions);
                for (float value : loss.perSample(logits, batch.targets()).toFloatArray()) {
                    losses.add((double) value);
                }
            }
        }
        boolean finite = losses.stream().allMatch(Double::isFinite)
                && predictions.stream().flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
        return finite ? Optional.of(new Answers(predictions, losses)) : Optional.empty();
    }

    private void addRows(NDArray fractions, List<double[]> predictions) {
        int bins = start.length / FEATURES;
        float[] values = fractions.toFloatArray();
        for (int from = 0; from < values.length; from += bins) {
            double[] prediction = new double[bins];
            for (int bin = 0; bin < bins; bin++) {
                prediction[bin] = values[from + bin];
            }
            predictions.add(prediction);
        }
    }
}
