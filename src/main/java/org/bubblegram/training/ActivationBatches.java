package org.bubblegram.training;

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
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bubblegram.engine.Ahead;
import org.bubblegram.engine.Staging;

/**
 * Batches of what the frozen part of a network gives. Each is computed once, when it is first asked for, and kept on disk.
 * Always as many pictures go forward together: the engine computes a picture alone otherwise than one of several, and the
 * last bit would depend on what a run that was stopped has already computed.
 */
final class ActivationBatches implements Batches {
    private final ImageBatches images;
    private final FrozenPart frozen;
    private final Rows rows;
    private final int views;
    private final Staging staging = new Staging();
    private final BooleanSupplier cancelled;

    /**
     * @param rows of one activation each; a row is the place of the sample in the data set * 8 + view
     * @param views how many of each sample will be asked for sooner or later
     */
    ActivationBatches(ImageBatches images, FrozenPart frozen, Rows rows, int views, BooleanSupplier cancelled) {
        this.images = images;
        this.frozen = frozen;
        this.rows = rows;
        this.views = views;
        this.cancelled = cancelled;
    }

    @Override
    public Batch load(NDManager manager, int epoch, int[] examples) throws IOException {
        compute(examples, done -> {});
        return images.labels().batch(manager, activations(manager, examples), examples);
    }

    /**
     * Computes what is not there yet.
     *
     * @param progress told how many of the examples are there
     */
    void compute(int[] examples, IntConsumer progress) throws IOException {
        int[] missing = Arrays.stream(examples).filter(e -> !rows.has(place(e))).toArray();
        progress.accept(examples.length - missing.length);
        if (missing.length > 0) {
            fill(missing, done -> progress.accept(examples.length - missing.length + done));
        }
    }

    private void fill(int[] missing, IntConsumer progress) throws IOException {
        int done = 0;
        // one thread: pictures are put where they are kept decoded
        try (var decoded = new Ahead<>(groups(missing), 1, 2, "decoding-ahead")) {
            while (decoded.hasNext()) {
                if (cancelled.getAsBoolean()) {
                    throw new TrainingCancelled();
                }
                Group group = decoded.next();
                compute(group);
                done += group.missing();
                progress.accept(done);
            }
        }
    }

    /**
     * Pictures that go forward together.
     *
     * @param missing how many of them were asked for
     */
    private record Group(int missing, List<Integer> examples, List<FloatBuffer> pictures) {}

    private Iterator<Callable<Group>> groups(int[] missing) {
        int size = FrozenPart.PICTURES_AT_ONCE;
        return IntStream.iterate(0, from -> from < missing.length, from -> from + size)
                .mapToObj(from -> Arrays.copyOfRange(missing, from, Math.min(from + size, missing.length)))
                .map(this::decoding)
                .iterator();
    }

    private Callable<Group> decoding(int[] missing) {
        int[] examples = whole(missing);
        List<Integer> places = Arrays.stream(examples).boxed().toList();
        return () -> new Group(missing.length, places, images.pictures(examples));
    }

    private void compute(Group group) throws IOException {
        List<float[]> activations = frozen.activations(group.pictures());
        for (int i = 0; i < activations.size(); i++) {
            rows.write(place(group.examples().get(i)), activations.get(i));
        }
    }

    /** Fills a group up with views that will be asked for later, then with what is in it. */
    private int[] whole(int[] missing) {
        IntStream later = Arrays.stream(missing)
                .map(Example::sample)
                .distinct()
                .flatMap(sample -> IntStream.range(0, views).map(view -> Example.of(sample, view)))
                .filter(example -> !rows.has(place(example)));
        IntStream again = IntStream.generate(() -> missing[0]);
        int[] fresh = IntStream.concat(Arrays.stream(missing), later).distinct().toArray();
        return IntStream.concat(Arrays.stream(fresh), again)
                .limit(FrozenPart.PICTURES_AT_ONCE)
                .toArray();
    }

    /** (B, C, H, W), channels last in memory, or (B, C). */
    NDArray activations(NDManager manager, int[] examples) throws IOException {
        int length = rows.floats();
        float[] batch = new float[Math.multiplyExact(examples.length, length)];
        for (int i = 0; i < examples.length; i++) {
            rows.read(place(examples[i]), 0, batch, i * length, length);
        }
        Shape one = frozen.shape();
        if (one.dimension() == 1) {
            return staging.tensor(manager, batch, new Shape(examples.length, length));
        }
        Shape shape = new Shape(examples.length, one.get(1), one.get(2), one.get(0)); // (B, H, W, C)
        return staging.tensor(manager, batch, shape).transpose(0, 3, 1, 2);
    }

    /** What the frozen part gives for some examples, computed where it is not there yet. */
    List<float[]> rows(int[] examples) throws IOException {
        compute(examples, done -> {});
        List<float[]> found = new ArrayList<>();
        for (int example : examples) {
            found.add(row(example));
        }
        return found;
    }

    /** What was computed for one example. */
    float[] row(int example) throws IOException {
        float[] row = new float[rows.floats()];
        rows.read(place(example), 0, row, 0, row.length);
        return row;
    }

    /** By the sample's place in the data set, so that splits share what they have in common. */
    private int place(int example) {
        int id = images.labels().samples().get(Example.sample(example)).id();
        return Example.of(id, Example.viewIndex(example));
    }
}
