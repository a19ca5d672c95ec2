package org.bubblegram.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.image.View;

/** A sample seen one way, as one number: index of the sample * 8 + view. */
final class Example {
    private static final List<View> ALL_VIEWS = List.of(View.values());
    static final int VIEWS = ALL_VIEWS.size();

    private Example() {}

    /** @param view its place among {@link View#values()} */
    static int of(int sample, int view) {
        return sample * VIEWS + view;
    }

    static int sample(int example) {
        return example / VIEWS;
    }

    static View view(int example) {
        return ALL_VIEWS.get(viewIndex(example));
    }

    static int viewIndex(int example) {
        return example % VIEWS;
    }

    /** Every sample upright, in order. */
    static int[] upright(int samples) {
        return inOrder(samples, 1);
    }

    /** The first views, of which the upright is the first, of every sample, in order. */
    static int[] inOrder(int samples, int views) {
        return IntStream.range(0, samples * views)
                .map(i -> of(i / views, i % views))
                .toArray();
    }

    /**
     * The first views of every sample, in an order that depends on seed and epoch alone.
     *
     * @param views how many, from 1
     */
    static int[] everyView(int samples, int views, long seed, int epoch) {
        return shuffle(inOrder(samples, views), random(seed, epoch));
    }

    /** Every sample once, seen in one of the first views; order and views depend on seed and epoch alone. */
    static int[] oneView(int samples, int views, long seed, int epoch) {
        SplittableRandom random = random(seed, epoch);
        int[] examples = IntStream.range(0, samples)
                .map(sample -> of(sample, random.nextInt(views)))
                .toArray();
        return shuffle(examples, random);
    }

    private static SplittableRandom random(long seed, int epoch) {
        return random(seed, epoch, 0);
    }

    /**
     * Of its own for each seed, epoch and example. Each number is hashed, for SplittableRandom steps through its seeds:
     * neighbouring ones would give shifted copies of one stream.
     */
    static SplittableRandom random(long seed, int epoch, int example) {
        long state = new SplittableRandom(seed).nextLong();
        state = new SplittableRandom(state + epoch).nextLong();
        return new SplittableRandom(new SplittableRandom(state ^ example).nextLong());
    }

    private static int[] shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return values;
    }
}
