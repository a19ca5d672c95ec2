package org.bubblegram.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Deals samples out to parts of about the same size, for cross-validation: groups whole, each part held out once. */
public final class Folds {
    private Folds() {}

    /**
     * Units (groups, or samples by themselves) go one by one to the part that is smallest so far, largest units first and
     * those of one size in random order. The result depends on samples and seed, not on the order of the samples; a split
     * that labels.csv assigned has no say.
     *
     * @param folds how many, at least 2
     * @return each part in order of id, none empty, together all samples
     * @throws FoldsImpossible if there are fewer units than folds
     */
    public static List<List<Sample>> of(List<Sample> samples, int folds, SplitBy by, long seed) {
        List<List<Sample>> units = new ArrayList<>(GroupSplit.units(samples, by));
        if (units.size() < folds) {
            throw new FoldsImpossible(folds, units.size());
        }
        Collections.shuffle(units, new Random(seed));
        units.sort(Comparator.comparingInt(unit -> -unit.size())); // keeps the random order of equals
        List<List<Sample>> parts = IntStream.range(0, folds)
                .mapToObj(fold -> (List<Sample>) new ArrayList<Sample>())
                .toList();
        for (List<Sample> unit : units) {
            Collections.min(parts, Comparator.comparingInt(List::size)).addAll(unit);
        }
        parts.forEach(part -> part.sort(Comparator.comparingInt(Sample::id)));
        return parts;
    }
}
