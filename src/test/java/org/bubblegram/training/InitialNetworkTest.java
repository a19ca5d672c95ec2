package org.bubblegram.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitialNetworkTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 33, 64, 65, 1000})
    void statisticsAreEstimatedFromBatchesOfMoreThanOnePictureForOneAloneMayHaveNoVariance(int samples) {
        List<int[]> batches = InitialNetwork.statisticsBatches(samples);

        assertThat(batches).allSatisfy(batch -> assertThat(batch.length).isBetween(2, FrozenPart.PICTURES_AT_ONCE));
        assertThat(batches.stream().mapToInt(batch -> batch.length).sum())
                .isEqualTo(Math.min(64, Math.max(2, samples)));
    }

    @Test
    void theyAreSpreadOverTheWholeSplit() {
        List<int[]> batches = InitialNetwork.statisticsBatches(640);

        assertThat(batches).hasSize(8);
        assertThat(batches.get(0)[1]).isEqualTo(Example.of(10, 0));
        assertThat(batches.get(7)[7]).isEqualTo(Example.of(630, 0));
    }
}
