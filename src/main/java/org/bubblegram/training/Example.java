package org.bubblegram.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bubblegram.image.View;

/** A sample seen one way, as one number: index of the sample * 8 + view. */
final class Example {
    private static final List<View> ALL_VIEWS = List.of(View.values());
    private static final int VIEWS = ALL_VIEWS.size();

    private static final int UPRIGHT = 0;

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
        return IntStream.range(0, samples).map(sample -> of(sample, UPRIGHT)).toArray();
    }

    /** Every view of every sample, in an order that depends on seed and epoch alone. */
    static int[] allViews(int samples, long seed, int epoch) {
        return shuffle(IntStream.range(0, samples * VIEWS).toArray(), random(seed, epoch));
    }

    /** Every sample once, seen some way; order and views depend on seed and epoch alone. */
    static int[] oneView(int samples, long seed, int epoch) {
        SplittableRandom random = random(seed, epoch);
        int[] examples = IntStream.range(0, samples)
                .map(sample -> sample * VIEWS + random.nextInt(VIEWS))
                .toArray();
        return shuffle(examples, random);
    }

    private static SplittableRandom random(long seed, int epoch) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
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
