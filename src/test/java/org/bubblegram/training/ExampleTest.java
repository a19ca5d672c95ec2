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
    void allViewsHoldsEachViewOfEachSampleOnce() {
        int[] examples = Example.allViews(10, 1, 3);

        assertThat(examples).hasSize(80).doesNotHaveDuplicates();
        assertThat(Arrays.stream(examples).map(Example::sample).distinct()).hasSize(10);
    }

    @Test
    void oneViewHoldsEachSampleOnceAndInTheLongRunEveryView() {
        int[] examples = Example.oneView(200, 1, 3);

        assertThat(Arrays.stream(examples).map(Example::sample).distinct()).hasSize(200);
        assertThat(Arrays.stream(examples).map(Example::viewIndex).distinct()).hasSize(8);
    }

    @Test
    void anEpochsOrderDependsOnSeedAndEpochAlone() {
        assertThat(Example.oneView(50, 1, 3)).isEqualTo(Example.oneView(50, 1, 3));
        assertThat(Example.oneView(50, 1, 3)).isNotEqualTo(Example.oneView(50, 1, 4));
        assertThat(Example.oneView(50, 1, 3)).isNotEqualTo(Example.oneView(50, 2, 3));
    }
}
