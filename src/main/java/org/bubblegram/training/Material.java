package org.bubblegram.training;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.bubblegram.metrics.Scorer;
import org.bubblegram.training.TrainingCache.Kind;

/** What a run learns from: its samples by split, and their images as the network sees them. */
record Material(TrainingRun run, Map<Split, List<Sample>> samples, SampleInputs inputs, Rows cachedInputs) {
    List<Sample> samples(Split split) {
        return Objects.requireNonNull(samples.get(split));
    }

    Labels labels(Split split) {
        return new Labels(samples(split), run.dataset().bins().centres());
    }

    ImageBatches images(Split split) {
        return new ImageBatches(labels(split), inputs, cachedInputs);
    }

    /** Activations of all samples, of those learned from in every view; what is there already is used again. */
    Rows activations(TrainingCache cache, FrozenPart frozen) throws IOException {
        String description = frozen.fingerprint() + "|" + run.contents() + "|"
                + inputs.preprocessing().fingerprint();
        int learned = samples(Split.TRAIN).size();
        long rows =
                (long) spec().augmentation().views() * learned + run.samples().size() - learned;
        return cache.open(Kind.ACTIVATIONS, description, frozen.floats(), rows);
    }

    Scorer scorer() {
        return new Scorer(run.dataset().bins(), run.dataset().basis());
    }

    TrainingSpec spec() {
        return run.spec();
    }
}
