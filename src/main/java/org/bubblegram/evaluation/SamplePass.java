package org.bubblegram.evaluation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.Ahead;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Targets;

/**
 * One pass of a network over samples: predictions and per-sample losses come out of the same forward passes. Only on a
 * thread of the engine's.
 *
 * @param centres the middle of each bin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SamplePass(OnnxModel network, Loss loss, double[] centres) {
    private static final int BATCH = 8;

    /** A sample's picture as the network's input, (H, W, 3), all of one size. Asked by several threads at a time. */
    @FunctionalInterface
    public interface Pictures {
        float[] of(Sample sample) throws IOException;
    }

    /**
     * What the network says of one sample.
     *
     * @param fractions one a bin
     * @param loss at the logits
     */
    public record Answered(Sample sample, List<Double> fractions, double loss) {}

    /** Takes the answers of each batch, on the thread of the pass; what it throws ends the pass. */
    @FunctionalInterface
    public interface Answers {
        void take(List<Answered> batch);
    }

    /** @param logits (B, K) */
    @SuppressWarnings("ArrayRecordComponent") // numbers on their way, never compared
    private record Batch(List<Sample> samples, float[][] logits) {}

    /**
     * Answers samples in their order, batch by batch: while one is answered, the next goes through the network and those
     * behind it are decoded. The pictures of no more than three batches are in memory.
     *
     * @param size side of the network's square input
     */
    public void over(List<Sample> samples, int size, Pictures pictures, Answers answers) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        Iterator<Callable<FloatBuffer>> decoding = samples.stream()
                .<Callable<FloatBuffer>>map(
                        sample -> () -> OnnxModel.channelsFirst(FloatBuffer.wrap(pictures.of(sample)))) // (3, H, W)
                .iterator();
        try (var decoded = new Ahead<>(decoding, threads, 2 * BATCH, "evaluation-decoding")) {
            Iterator<Callable<Batch>> batches = IntStream.iterate(0, i -> i < samples.size(), i -> i + BATCH)
                    .mapToObj(i -> samples.subList(i, Math.min(i + BATCH, samples.size())))
                    .<Callable<Batch>>map(batch -> () -> forward(batch, decoded, size))
                    .iterator();
            // one thread, for each batch takes its pictures off the line
            try (var forwarded = new Ahead<>(batches, 1, 1, "evaluation")) {
                while (forwarded.hasNext()) {
                    answers.take(answered(forwarded.next()));
                }
            }
        }
    }

    private Batch forward(List<Sample> samples, Ahead<FloatBuffer> decoded, int size) throws IOException {
        List<FloatBuffer> pictures = new ArrayList<>();
        while (pictures.size() < samples.size()) {
            pictures.add(decoded.next());
        }
        return new Batch(samples, network.run(pictures, size, size).logits());
    }

    private List<Answered> answered(Batch batch) {
        float[] losses = TensorEngine.onOneThread(() -> losses(batch.samples, batch.logits));
        return IntStream.range(0, losses.length)
                .mapToObj(i -> new Answered(batch.samples.get(i), fractions(batch.logits[i]), losses[i]))
                .toList();
    }

    private float[] losses(List<Sample> samples, float[][] rows) {
        try (NDManager manager = TensorEngine.newManager()) {
            FloatBuffer flat = FloatBuffer.allocate(rows.length * centres.length);
            for (float[] row : rows) {
                flat.put(row);
            }
            NDArray logits = manager.create(flat.rewind(), new Shape(rows.length, centres.length)); // (B, K)
            List<double[]> targets =
                    samples.stream().map(sample -> sample.target().fractions()).toList();
            return loss.perSample(logits, Targets.of(manager, targets, centres)).toFloatArray(); // (B)
        }
    }

    private List<Double> fractions(float[] logits) {
        double[] wide = new double[logits.length];
        Arrays.setAll(wide, k -> logits[k]);
        return Arrays.stream(loss.activation().apply(wide)).boxed().toList();
    }
}
