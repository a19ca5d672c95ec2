package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.bubblegram.image.View;
import org.junit.jupiter.api.Test;

class ExampleTest {
    @Test
    void theFirstViewIsUpright() {
        assertThat(Example.view(Example.of(5, 0))).isEqualTo(View.UPRIGHT);
        assertThat(Example.sample(Example.of(5, 7))).isEqualTo(5);
    }

    @Test
    void everyViewHoldsEachViewOfEachSampleOnce() {
        int[] examples = Example.everyView(10, 8, 1, 3);

        assertThat(examples).hasSize(80).doesNotHaveDuplicates();
        assertThat(Arrays.stream(examples).map(Example::sample).distinct()).hasSize(10);
    }

    @Test
    void oneViewHoldsEachSampleOnceAndInTheLongRunEveryView() {
        int[] examples = Example.oneView(200, 8, 1, 3);

        assertThat(Arrays.stream(examples).map(Example::sample).distinct()).hasSize(200);
        assertThat(Arrays.stream(examples).map(Example::viewIndex).distinct()).hasSize(8);
    }

    @Test
    void anEpochsOrderDependsOnSeedAndEpochAlone() {
        assertThat(Example.oneView(50, 8, 1, 3)).isEqualTo(Example.oneView(50, 8, 1, 3));
        assertThat(Example.oneView(50, 8, 1, 3)).isNotEqualTo(Example.oneView(50, 8, 1, 4));
        assertThat(Example.oneView(50, 8, 1, 3)).isNotEqualTo(Example.oneView(50, 8, 2, 3));
    }

    @Test
    void withoutFlipsAndTurnsEverySampleIsUpright() {
        assertThat(Arrays.stream(Example.oneView(50, 1, 1, 3)).map(Example::viewIndex))
                .containsOnly(0);
        assertThat(Arrays.stream(Example.everyView(50, 1, 1, 3)).map(Example::viewIndex))
                .hasSize(50)
                .containsOnly(0);
    }

    @Test
    void neighbouringSeedsDoNotGiveShiftedCopiesOfEachOther() {
        String one = views(1);
        String two = views(2);

        assertThat(two).doesNotContain(one.substring(5, 25)).doesNotContain(one.substring(0, 20));
        assertThat(one).doesNotContain(two.substring(1, 21));
    }

    /** The views of 60 samples, in the order in which they are drawn. */
    private static String views(long seed) {
        int[] drawn = new int[60];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = Example.random(seed, 5, i).nextInt(8);
        }
        return Arrays.toString(drawn).replaceAll("[^0-9]", "");
    }
}
