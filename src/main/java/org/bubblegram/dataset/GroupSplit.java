package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shares samples out to train, validation and test: groups whole, fractions as near as whole groups allow. */
public final class GroupSplit {
    private final Map<Split, List<Sample>> parts = new EnumMap<>(Split.class);
    private final Map<Split, Double> wanted = new EnumMap<>(Split.class);

    private GroupSplit(int samples, SplitSpec spec) {
        double validation = Objects.requireNonNull(spec.validation());
        double test = Objects.requireNonNull(spec.test());
        wanted.put(Split.TRAIN, samples * (1 - validation - test));
        wanted.put(Split.VALIDATION, samples * validation);
        wanted.put(Split.TEST, samples * test);
        Arrays.stream(Split.values()).forEach(split -> parts.put(split, new ArrayList<>()));
    }

    /**
     * Samples that labels.csv assigned stay where they are; others of their group follow them. The rest is shared out by
     * seed: groups that could fill the smallest part alone go first, largest first, then the others in random order, each
     * to the part that lacks most. The result depends on samples, spec and seed, not on the order of the samples.
     *
     * @return each part in order of id, none empty
     * @throws SplitImpossible if a part would be empty
     */
    public static Map<Split, List<Sample>> split(List<Sample> samples, SplitSpec spec, long seed) {
        GroupSplit split = new GroupSplit(samples.size(), spec);
        List<List<Sample>> free = new ArrayList<>();
        for (List<Sample> unit : units(samples, Objects.requireNonNull(spec.by()))) {
            if (unit.stream().allMatch(sample -> sample.split() == null)) {
                free.add(unit);
            } else {
                split.assign(unit);
            }
        }
        Collections.shuffle(free, new Random(seed));
        split.share(free);
        return split.checked(free.size());
    }

    /** What stays together, in an order that does not depend on that of the samples. */
    static List<List<Sample>> units(List<Sample> samples, SplitBy by) {
        Map<String, List<Sample>> units = samples.stream()
                .sorted(Comparator.comparing(Sample::image))
                .collect(Collectors.groupingBy(
                        sample -> by == SplitBy.GROUP && sample.group() != null
                                ? "group " + sample.group()
                                : "image " + sample.image(),
                        TreeMap::new,
                        Collectors.toList()));
        return List.copyOf(units.values());
    }

    private void assign(List<Sample> unit) {
        Split first = unit.stream()
                .map(Sample::split)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        for (Sample sample : unit) {
            part(Objects.requireNonNullElse(sample.split(), first)).add(sample);
        }
    }

    private void share(List<List<Sample>> units) {
        double smallest = Collections.min(wanted.values());
        Comparator<List<Sample>> largeFirst = Comparator.comparingInt(
                unit -> unit.size() >= smallest ? -unit.size() : 0); // the sort keeps the random order of the others
        List<List<Sample>> ordered = units.stream().sorted(largeFirst).toList();
        for (int i = 0; i < ordered.size(); i++) {
            part(neediest(ordered.size() - i)).addAll(ordered.get(i));
        }
    }

    /** The part that lacks most; one that is still empty, where the units left are just enough to fill those. */
    private Split neediest(int unitsLeft) {
        List<Split> empty =
                parts.keySet().stream().filter(split -> part(split).isEmpty()).toList();
        List<Split> candidates = unitsLeft <= empty.size() ? empty : List.copyOf(parts.keySet());
        return Collections.max(candidates, Comparator.comparingDouble(this::lack));
    }

    private double lack(Split split) {
        return Objects.requireNonNull(wanted.get(split)) - part(split).size();
    }

    private List<Sample> part(Split split) {
        return Objects.requireNonNull(parts.get(split));
    }

    private Map<Split, List<Sample>> checked(int free) {
        for (Split split : Split.values()) {
            if (part(split).isEmpty()) {
                throw new SplitImpossible("no sample is left for " + split.key() + ": only " + free
                        + " groups (or samples without group) are not assigned by the data set's split column");
            }
            part(split).sort(Comparator.comparingInt(Sample::id));
        }
        return Collections.unmodifiableMap(parts);
    }
}
