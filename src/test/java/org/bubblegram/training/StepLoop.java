package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Target;
import org.bubblegram.engine.Staging;
import org.bubblegram.network.Backbone;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;

/** The training loop's steps on noise that is in memory, for whoever times them. Call it from one thread. */
public final class StepLoop implements AutoCloseable {
    private static final int BINS = 6;
    private static final long SEED = 1;

    private final HistogramNetwork network;
    private final LearningWeights weights;
    private final Optimizer optimizer;
    private final TrainingStep step;
    private final double rate;
    private final int[] examples;

    /**
     * @param batchSize B, pictures a step
     * @param inputSize H and W of a picture
     */
    public StepLoop(Trainable trainable, int batchSize, int inputSize) {
        TrainingSpec spec = TrainingSpec.builder()
                .backbone(new BackboneSpec(null, trainable))
                .batchSize(batchSize)
                .seed(SEED)
                .build();
        try (Backbone backbone = Backbone.random(SEED)) {
            network = HistogramNetwork.of(backbone, spec.head().options(), BINS, SEED);
        }
        Stage stage = Stage.of(spec).get(Stage.of(spec).size() - 1);
        Learner learner = new NetworkLearner(network, trainable.depth(), 1, 0);
        weights = learner.weights();
        weights.learn(true);
        optimizer = stage.optimizer().optimizer(weights);
        rate = stage.optimizer().learningRate();
        examples = Example.upright(batchSize);
        step = new TrainingStep(learner, new Pictures(batchSize, inputSize, trainable.depth()), spec, batchSize);
    }

    /**
     * One step as {@link TrainingLoop} takes it.
     *
     * @return how many pictures it learned from
     */
    public int step() throws IOException {
        step.gradients(new TrainingStep.Place(1, optimizer.steps() + 1), examples, null);
        weights.gradientNorm();
        optimizer.step(rate);
        return examples.length;
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }

    /** Brought to the engine for each batch, as pictures and activations from the cache are. */
    private static final class Pictures implements Batches {
        private final Staging staging = new Staging();
        private final Labels labels;
        private final Shape shape;
        private final float[] values;

        Pictures(int count, int inputSize, Depth depth) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                double[] fractions = new double[BINS];
                fractions[i % BINS] = 1;
                samples.add(new Sample(i, "i" + i, null, null, new Target(fractions), 1, null, "blob", 1, 1));
            }
            labels = new Labels(samples, new double[] {1, 2, 3, 4, 5, 6});
            Shape one = HistogramNetwork.activationShape(inputSize, depth);
            shape = one.dimension() == 1
                    ? new Shape(count, one.get(0))
                    : new Shape(count, one.get(1), one.get(2), one.get(0)); // (B, H, W, C)
            values = new float[Math.toIntExact(shape.size())];
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
        }

        @Override
        public Batch load(NDManager manager, int epoch, int[] examples) {
            NDArray inputs = staging.tensor(manager, values, shape);
            return labels.batch(manager, shape.dimension() == 4 ? inputs.transpose(0, 3, 1, 2) : inputs, examples);
        }
    }
}
