package org.bubblegram.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.bubblegram.engine.Scalars;

/**
 * The random numbers of one step of training. They follow from seed, epoch, step and examples by arithmetic alone, so a run
 * that goes on from a checkpoint draws the same, and micro-batches draw what the whole batch would.
 */
public final class Noise {
    // tells the two kinds of streams apart
    private static final long PER_EXAMPLE = 1;
    private static final long PER_STEP = 2;

    private final long seed;
    private final int epoch;
    private final long step;
    private final int[] examples;

    /**
     * @param step of the optimizer; the micro-batches of a step share it
     * @param examples one number a row of the batch, the same for the same sample and view
     */
    public Noise(long seed, int epoch, long step, int[] examples) {
        this.seed = seed;
        this.epoch = epoch;
        this.step = step;
        this.examples = examples.clone();
    }

    /**
     * A mask (B, units): 1 with probability 1 - rate, else 0. A row depends on seed, epoch, its example and the name alone.
     */
    NDArray kept(NDManager manager, String name, int units, double rate) {
        return perExample(manager, name, units, random -> random.nextDouble() < rate ? 0 : 1);
    }

    /** Standard normals (B, width). A row depends on seed, epoch, its example and the name alone. */
    NDArray normal(NDManager manager, String name, int width) {
        return perExample(manager, name, width, SplittableRandom::nextGaussian);
    }

    /** Standard normals of a shape, that depend on seed, step and the name alone. */
    NDArray normalOfStep(NDManager manager, String name, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        fill(values, 0, values.length, random(PER_STEP, step, 0, name), SplittableRandom::nextGaussian);
        return Scalars.owned(manager.create(values, shape));
    }

    private NDArray perExample(NDManager manager, String name, int width, ToDoubleFunction<SplittableRandom> draw) {
        float[] values = new float[examples.length * width];
        for (int row = 0; row < examples.length; row++) {
            SplittableRandom random = random(PER_EXAMPLE, epoch, examples[row], name);
            fill(values, row * width, (row + 1) * width, random, draw);
        }
        return Scalars.owned(manager.create(values, new Shape(examples.length, width)));
    }

    private static void fill(
            float[] values, int from, int to, SplittableRandom random, ToDoubleFunction<SplittableRandom> draw) {
        for (int i = from; i < to; i++) {
            values[i] = (float) draw.applyAsDouble(random);
        }
    }

    /** Seeds are hashed, for streams of {@link SplittableRandom} whose seeds are near each other may overlap. */
    private SplittableRandom random(long kind, long time, long example, String name) {
        long hash = seed;
        for (long part : new long[] {kind, time, example, name.hashCode()}) {
            hash = mix(hash + 0x9E3779B97F4A7C15L) ^ mix(part);
        }
        return new SplittableRandom(mix(hash));
    }

    /** A bijection that changes half the bits for each bit that changes: Stafford's Mix13, as in SplitMix64. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
