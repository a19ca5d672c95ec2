package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldsTest {
    @Test
    void everySampleIsInOneFoldAndFoldsDifferByAtMostOneWithoutGroups() {
        List<Sample> samples = samples(20, null);

        List<List<Sample>> folds = Folds.of(samples, 3, SplitBy.GROUP, 1);

        assertThat(folds).extracting(List::size).containsExactlyInAnyOrder(7, 7, 6);
        assertThat(folds.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(samples);
        assertThat(folds)
                .allSatisfy(fold -> assertThat(fold).extracting(Sample::id).isSorted());
    }

    @Test
    void groupsStayWholeTheLargestByThemselves() {
        List<Sample> samples = new ArrayList<>(samples(6, "large"));
        samples.addAll(samples(3, "middle"));
        samples.addAll(samples(2, "small"));
        samples.addAll(samples(1, "single"));

        List<List<Sample>> folds = Folds.of(samples, 2, SplitBy.GROUP, 1);

        assertThat(folds.get(0)).extracting(Sample::group).containsOnly("large");
        assertThat(folds.get(1)).extracting(Sample::group).containsOnly("middle", "small", "single");
    }

    @Test
    void bySampleGroupsHaveNoSay() {
        assertThat(Folds.of(samples(4, "one"), 4, SplitBy.SAMPLE, 1))
                .extracting(List::size)
                .containsExactly(1, 1, 1, 1);
    }

    @Test
    void theSeedDecidesAndTheOrderOfSamplesDoesNot() {
        List<Sample> samples = samples(30, null);
        List<Sample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, new Random(3));

        assertThat(Folds.of(shuffled, 3, SplitBy.GROUP, 1)).isEqualTo(Folds.of(samples, 3, SplitBy.GROUP, 1));
        assertThat(Folds.of(samples, 3, SplitBy.GROUP, 2)).isNotEqualTo(Folds.of(samples, 3, SplitBy.GROUP, 1));
    }

    @Test
    void moreFoldsThanGroupsAreImpossible() {
        assertThatThrownBy(() -> Folds.of(samples(9, "one"), 2, SplitBy.GROUP, 1))
                .isInstanceOf(FoldsImpossible.class)
                .hasMessageContaining("2 folds")
                .hasMessageEndingWith("there are 1");
    }

    private static List<Sample> samples(int count, @Nullable String group) {
        return IntStream.range(0, count)
                .mapToObj(id ->
                        new Sample(id, group + id + ".png", group, null, new Target(1, 0), 1, null, "blob", 32, 32))
                .toList();
    }
}
