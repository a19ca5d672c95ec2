package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.Staging;
import org.bubblegram.image.Lighting;

/**
 * Batches of images. Each is decoded once and kept on disk as the network sees it. The light that falls on one depends on
 * seed, epoch and example alone.
 */
final class ImageBatches implements Batches {
    /** Negative, so that what is drawn has nothing to do with the partners that mixup draws. */
    private static final int LIGHT = -1;

    private final Labels labels;
    private final SampleInputs inputs;
    private final Rows cache;
    private final double lighting;
    private final long seed;
    private final Staging staging = new Staging();

    /** @param cache rows of one input each, by the sample's id */
    ImageBatches(Labels labels, SampleInputs inputs, Rows cache) {
        this(labels, inputs, cache, 0, 0);
    }

    private ImageBatches(Labels labels, SampleInputs inputs, Rows cache, double lighting, long seed) {
        this.labels = labels;
        this.inputs = inputs;
        this.cache = cache;
        this.lighting = lighting;
        this.seed = seed;
    }

    /**
     * The same pictures, each time by another light.
     *
     * @param strength of {@link Lighting#draw}; 0 changes nothing
     */
    ImageBatches lit(double strength, long randomSeed) {
        return new ImageBatches(labels, inputs, cache, strength, randomSeed);
    }

    Labels labels() {
        return labels;
    }

    @Override
    public Batch load(NDManager manager, int epoch, int[] examples) throws IOException {
        return labels.batch(manager, images(manager, epoch, examples), examples);
    }

    /** (B, 3, H, W), channels last in memory. */
    NDArray images(NDManager manager, int epoch, int[] examples) throws IOException {
        int floats = inputs.floats();
        float[] batch = new float[Math.multiplyExact(examples.length, floats)];
        for (int i = 0; i < examples.length; i++) {
            System.arraycopy(lit(examples[i], epoch), 0, batch, i * floats, floats);
        }
        int size = inputs.preprocessing().size();
        return staging.tensor(manager, batch, new Shape(examples.length, size, size, 3))
                .transpose(0, 3, 1, 2);
    }

    /** Pictures as examples see them, each (H, W, 3). */
    List<FloatBuffer> pictures(int[] examples) throws IOException {
        List<FloatBuffer> pictures = new ArrayList<>();
        for (int example : examples) {
            pictures.add(FloatBuffer.wrap(seen(example)));
        }
        return pictures;
    }

    private float[] lit(int example, int epoch) throws IOException {
        float[] seen = seen(example);
        if (lighting == 0) {
            return seen;
        }
        SplittableRandom random = Example.random(seed, epoch, LIGHT - example);
        return inputs.preprocessing().apply(seen, Lighting.draw(lighting, random));
    }

    private float[] seen(int example) throws IOException {
        float[] upright = upright(labels.samples().get(Example.sample(example)));
        return inputs.preprocessing().apply(upright, Example.view(example));
    }

    private float[] upright(Sample sample) throws IOException {
        if (!cache.has(sample.id())) {
            cache.write(sample.id(), inputs.load(sample));
        }
        float[] input = new float[inputs.floats()];
        cache.read(sample.id(), 0, input, 0, input.length);
        return input;
    }
}
