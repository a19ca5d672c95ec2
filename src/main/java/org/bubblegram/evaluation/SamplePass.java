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
import java.util.stream.StreamSupport;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.Ahead;
import org.bubblegram.engine.OnnxModel;
import org.bubblegram.engine.TensorEngine;
import org.bubblegram.loss.Loss;
import org.bubblegram.loss.Targets;

/**
 * One pass of a network over samples: predictions and per-sample losses come out of the same forward passes, and the next
 * pictures are decoded meanwhile. Only on a thread of the engine's.
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

    private record Decoded(Sample sample, FloatBuffer picture) {}

    /**
     * Answers samples in their order, batch by batch: the pictures of no more than three batches are in memory.
     *
     * @param size side of the network's square input
     */
    public void over(Iterable<Sample> samples, int size, Pictures pictures, Answers answers) throws IOException {
        int threads = Runtime.getRuntime().availableProcessors();
        Iterator<Callable<Decoded>> tasks = StreamSupport.stream(samples.spliterator(), false)
                .<Callable<Decoded>>map(sample -> () -> new Decoded(sample, FloatBuffer.wrap(pictures.of(sample))))
                .iterator();
        try (var decoded = new Ahead<>(tasks, threads, 2 * BATCH, "evaluation-decoding")) {
            while (decoded.hasNext()) {
                answers.take(answer(next(decoded), size));
            }
        }
    }

    private static List<Decoded> next(Ahead<Decoded> decoded) throws IOException {
        List<Decoded> batch = new ArrayList<>();
        while (batch.size() < BATCH && decoded.hasNext()) {
            batch.add(decoded.next());
        }
        return batch;
    }

    private List<Answered> answer(List<Decoded> batch, int size) {
        List<Sample> samples = batch.stream().map(Decoded::sample).toList();
        FloatBuffer pictures =
                OnnxModel.channelsFirst(batch.stream().map(Decoded::picture).toList());
        float[][] logits = network.run(pictures, batch.size(), size, size).logits();
        float[] losses = TensorEngine.onOneThread(() -> losses(samples, logits));
        return IntStream.range(0, logits.length)
                .mapToObj(i -> new Answered(samples.get(i), fractions(logits[i]), losses[i]))
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
