package org.bubblegram.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.dataset.Sample;
import org.bubblegram.engine.Staging;

/** Batches of images. Each is decoded once and kept on disk as the network sees it. */
final class ImageBatches implements Batches {
    private final Labels labels;
    private final SampleInputs inputs;
    private final Rows cache;
    private final Staging staging = new Staging();

    /** @param cache rows of one input each, by the sample's id */
    ImageBatches(Labels labels, SampleInputs inputs, Rows cache) {
        this.labels = labels;
        this.inputs = inputs;
        this.cache = cache;
    }

    Labels labels() {
        return labels;
    }

    @Override
    public Batch load(NDManager manager, int epoch, int[] examples) throws IOException {
        return labels.batch(manager, images(manager, examples), examples);
    }

    /** (B, 3, H, W), channels last in memory. */
    NDArray images(NDManager manager, int[] examples) throws IOException {
        int floats = inputs.floats();
        float[] batch = new float[Math.multiplyExact(examples.length, floats)];
        for (int i = 0; i < examples.length; i++) {
            System.arraycopy(seen(examples[i]), 0, batch, i * floats, floats);
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
