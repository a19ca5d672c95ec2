package org.bubblegram.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupSplitTest {
    private static final SplitSpec DEFAULT = new SplitSpec(null, null, null);
    private static final SplitSpec BY_SAMPLE = new SplitSpec(0.15, 0.2, SplitBy.SAMPLE);

    @ParameterizedTest
    @CsvSource({"100, 15, 20", "655, 98, 131", "7, 1, 1", "3, 1, 1"})
    void samplesWithoutGroupsAreSharedOutByTheFractions(int samples, int validation, int test) {
        Map<Split, List<Sample>> parts = GroupSplit.split(ungrouped(samples), DEFAULT, 1);

        assertThat(parts.get(Split.VALIDATION).size()).isCloseTo(validation, within(1));
        assertThat(parts.get(Split.TEST).size()).isCloseTo(test, within(1));
        assertEachOnce(parts, samples);
    }

    @Test
    void groupsStayWholeAndPartsNearTheFractions() {
        List<Sample> samples = grouped(8, 8, 8, 8, 8, 6, 8, 8, 7, 4, 4, 5, 3, 2, 4, 4, 8, 6, 8, 8, 8, 8);
        for (long seed = 0; seed < 50; seed++) {
            Map<Split, List<Sample>> parts = GroupSplit.split(samples, DEFAULT, seed);

            assertGroupsWhole(parts);
            assertEachOnce(parts, samples.size());
            assertThat(parts.get(Split.VALIDATION).size() / (double) samples.size())
                    .isCloseTo(0.15, within(0.06));
            assertThat(parts.get(Split.TEST).size() / (double) samples.size()).isCloseTo(0.2, within(0.06));
        }
    }

    @Test
    void aGroupOfHalfOfAllSamplesGoesToTraining() {
        List<Sample> samples = grouped(329, 108, 90, 89, 16, 13, 6, 3, 1);

        Map<Split, List<Sample>> parts = GroupSplit.split(samples, DEFAULT, 5);

        assertGroupsWhole(parts);
        assertThat(groups(parts.get(Split.TRAIN))).contains("g0");
        assertThat(parts.get(Split.VALIDATION).size()).isCloseTo(98, within(25));
        assertThat(parts.get(Split.TEST).size()).isCloseTo(131, within(30));
    }

    @Test
    void theSeedDecidesAndTheOrderOfSamplesDoesNot() {
        List<Sample> samples = grouped(3, 3, 3, 3, 3, 3, 3, 3, 3, 3);
        List<Sample> shuffled = new ArrayList<>(samples);
        Collections.shuffle(shuffled, new Random(9));

        assertThat(ids(GroupSplit.split(shuffled, DEFAULT, 1))).isEqualTo(ids(GroupSplit.split(samples, DEFAULT, 1)));
        assertThat(ids(GroupSplit.split(samples, DEFAULT, 2))).isNotEqualTo(ids(GroupSplit.split(samples, DEFAULT, 1)));
    }

    @Test
    void bySampleGroupsAreBroken() {
        List<Sample> samples = grouped(60, 40);

        Map<Split, List<Sample>> parts = GroupSplit.split(samples, BY_SAMPLE, 1);

        assertEachOnce(parts, 100);
        assertThat(parts.get(Split.TEST)).hasSize(20);
        assertThat(groups(parts.get(Split.TEST))).containsExactlyInAnyOrder("g0", "g1");
    }

    @Test
    void assignedSamplesStayAndOthersOfTheirGroupFollowThem() {
        List<Sample> samples = new ArrayList<>(grouped(5, 5, 5, 5));
        samples.set(0, sample(0, "g0", Split.TEST));
        samples.set(7, sample(7, "g1", Split.VALIDATION));

        Map<Split, List<Sample>> parts = GroupSplit.split(samples, DEFAULT, 1);

        assertThat(groups(parts.get(Split.TEST))).containsExactly("g0");
        assertThat(groups(parts.get(Split.VALIDATION))).containsExactly("g1");
        assertThat(groups(parts.get(Split.TRAIN))).containsExactlyInAnyOrder("g2", "g3");
    }

    @Test
    void whereAllSamplesAreAssignedThatIsTheSplit() {
        List<Sample> samples =
                List.of(sample(0, null, Split.TEST), sample(1, null, Split.TRAIN), sample(2, "g", Split.VALIDATION));

        assertThat(ids(GroupSplit.split(samples, DEFAULT, 1)))
                .isEqualTo(Map.of(Split.TEST, List.of(0), Split.TRAIN, List.of(1), Split.VALIDATION, List.of(2)));
    }

    @Test
    void fewerThanThreeGroupsCannotBeShared() {
        for (List<Sample> samples : List.of(grouped(50, 50), ungrouped(2), List.<Sample>of())) {
            assertThatThrownBy(() -> GroupSplit.split(samples, DEFAULT, 1)).isInstanceOf(SplitImpossible.class);
        }
        assertThat(GroupSplit.split(grouped(1, 1, 98), DEFAULT, 1).values()).noneMatch(List::isEmpty);
    }

    @Test
    void halfForValidationAndHalfForTestLeavesAtLeastOneGroupToLearnFrom() {
        SplitSpec halves = new SplitSpec(0.5, 0.5, null);

        assertThat(GroupSplit.split(ungrouped(10), halves, 1).get(Split.TRAIN)).isNotEmpty();
    }

    private static List<Sample> ungrouped(int count) {
        return IntStream.range(0, count).mapToObj(id -> sample(id, null, null)).toList();
    }

    private static List<Sample> grouped(int... sizes) {
        List<Sample> samples = new ArrayList<>();
        for (int group = 0; group < sizes.length; group++) {
            for (int i = 0; i < sizes[group]; i++) {
                samples.add(sample(samples.size(), "g" + group, null));
            }
        }
        return samples;
    }

    private static Sample sample(int id, String group, Split split) {
        return new Sample(id, id + ".png", group, split, new Target(1, 0), 1, null, "b", 8, 8);
    }

    private static Map<Split, List<Integer>> ids(Map<Split, List<Sample>> parts) {
        return parts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        part -> part.getValue().stream().map(Sample::id).toList()));
    }

    private static Set<String> groups(List<Sample> samples) {
        return samples.stream().map(Sample::group).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static void assertGroupsWhole(Map<Split, List<Sample>> parts) {
        List<String> groups =
                parts.values().stream().flatMap(part -> groups(part).stream()).toList();
        assertThat(groups).doesNotHaveDuplicates();
    }

    private static void assertEachOnce(Map<Split, List<Sample>> parts, int samples) {
        Stream<Integer> ids = parts.values().stream().flatMap(List::stream).map(Sample::id);
        assertThat(ids).hasSize(samples).doesNotHaveDuplicates();
        assertThat(parts.values())
                .allSatisfy(part -> assertThat(part).extracting(Sample::id).isSorted());
    }
}
