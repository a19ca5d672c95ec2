package org.bubblegram.training;

import java.util.Map;
import java.util.OptionalInt;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HeadOptions;
import org.bubblegram.network.HistogramNetwork;

/**
 * How much memory a stage of training takes at its peak. The constants were measured: src/docs/decisions/0011.
 */
final class MemoryEstimate {
    /** Java's heap, code and threads, the libraries of both engines. */
    private static final long PROCESS = 1500L << 20;

    private static final long FLOAT = 4;

    /** Outputs of all convolutions that take part in learning, floats for each pixel of the input (ResNet50's table 1). */
    private static final Map<Trainable, Double> CONVOLUTION_FLOATS =
            Map.of(Trainable.NONE, 0.0, Trainable.LAYER4, 12.5, Trainable.LAYER3, 56.4, Trainable.ALL, 221.0);

    /** Of each, its own output, the normalized one and the rectified one are kept; the rest is scratch of convolutions. */
    private static final double COPIES = 3.5;

    /** Without gradients two or three maps of the largest kind are alive at once, floats for each pixel. */
    private static final double FORWARD_FLOATS = 60;

    private final TrainingSpec spec;
    private final Stage stage;
    private final int bins;

    /** @param stage one of the spec's */
    MemoryEstimate(TrainingSpec spec, Stage stage, int bins) {
        this.spec = spec;
        this.stage = stage;
        this.bins = bins;
    }

    /** Bytes at the stage's peak. */
    long bytes() {
        return fixed() + stage.batchSize() * perSample();
    }

    /** The largest micro-batch of the stage that fits into some memory; empty if not even one sample does. */
    OptionalInt largestBatch(long limit) {
        long left = limit - fixed();
        return left < perSample()
                ? OptionalInt.empty()
                : OptionalInt.of((int) Math.min(StageSpec.MOST_BATCH_SIZE, left / perSample()));
    }

    private long perSample() {
        double pixels = Math.pow(spec.input().size(), 2);
        double inputs = 3 * 3 * pixels;
        double activations = COPIES * CONVOLUTION_FLOATS.getOrDefault(stage.trainable(), 0.0) * pixels;
        return (long) (FLOAT * (inputs + activations));
    }

    private long fixed() {
        HeadOptions head = spec.head().options();
        long all = HistogramNetwork.learnableFloats(head, bins, Depth.ALL);
        long learning =
                HistogramNetwork.learnableFloats(head, bins, stage.trainable().depth());
        // gradients, two moments, the best epoch's, the average, and twice all that while a checkpoint is written
        long copies = 10;
        double forward = FrozenPart.PICTURES_AT_ONCE
                * FORWARD_FLOATS
                * Math.pow(spec.input().size(), 2);
        return PROCESS + FLOAT * (2 * all + copies * learning) + (long) (FLOAT * forward);
    }
}
