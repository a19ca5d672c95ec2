package org.bubblegram.jobs;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.GroupSplit;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.registry.ModelCard;
import org.bubblegram.registry.ModelVersion;
import org.bubblegram.training.SpecImpossible;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A version of a model with the spec that it was trained by. */
record EvaluatedVersion(ModelVersion version, TrainingSpec spec) {
    /** @throws SpecImpossible if another build trained it, by a spec that this one does not understand */
    static EvaluatedVersion of(ModelVersion version, JsonMapper json) {
        try {
            return new EvaluatedVersion(version, json.treeToValue(version.card().spec(), TrainingSpec.class));
        } catch (JacksonException e) {
            throw new SpecImpossible(
                    "spec_unreadable",
                    "model",
                    "this build does not understand the spec that " + version.reference() + " was trained by: "
                            + e.getOriginalMessage());
        }
    }

    ModelCard card() {
        return version.card();
    }

    SizeBins bins() {
        return SizeBins.parse(card().bins());
    }

    /** @throws SpecImpossible if its histograms and those of the data set cannot be compared */
    void requireComparable(Dataset dataset) {
        if (!bins().equals(dataset.bins())) {
            throw mismatch(dataset, "bins", dataset.bins().toString(), bins().toString());
        }
        if (card().basis() != dataset.basis()) {
            throw mismatch(
                    dataset,
                    "basis",
                    dataset.basis().name().toLowerCase(Locale.ROOT),
                    card().basis().name().toLowerCase(Locale.ROOT));
        }
    }

    private SpecImpossible mismatch(Dataset dataset, String what, String there, String here) {
        return new SpecImpossible(
                "dataset_mismatch",
                "dataset",
                "data set '%s' has the %s %s, %s has %s"
                        .formatted(dataset.name(), what, there, version.reference(), here));
    }

    /**
     * Which samples are evaluated, in order of id, each with the part that it plays: in this version's training where it
     * learned from this very data, else as the data set assigned it.
     *
     * @param all of the data set
     * @throws SpecImpossible if none plays the part
     */
    List<Sample> samples(Dataset dataset, List<Sample> all, @Nullable Split part) {
        List<Sample> chosen = parts(dataset, all).stream()
                .filter(sample -> part == null || sample.split() == part)
                .sorted(Comparator.comparingInt(Sample::id))
                .toList();
        if (part != null && chosen.isEmpty()) {
            throw new SpecImpossible(
                    "split_empty",
                    "split",
                    "data set '%s' assigns no sample to %s, and %s did not learn from it"
                            .formatted(dataset.name(), part.key(), version.reference()));
        }
        return chosen;
    }

    private Collection<Sample> parts(Dataset dataset, List<Sample> all) {
        if (!dataset.fingerprint().equals(card().dataset().fingerprint())) {
            return all;
        }
        Map<Split, List<Sample>> parts = GroupSplit.split(all, spec.split(), spec.seed());
        return parts.entrySet().stream()
                .flatMap(part -> part.getValue().stream().map(sample -> sample.in(part.getKey())))
                .toList();
    }
}
