package org.bubblegram.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;

/**
 * What a comparison works on.
 *
 * @param samples all samples of the data set
 * @param cancelled asked at each epoch; the comparison then stops with {@link TrainingCancelled}
 */
public record ComparisonRun(
        ComparisonSpec spec, Dataset dataset, List<Sample> samples, Listener listener, BooleanSupplier cancelled) {
    /** Told what a comparison does, on its own thread. May throw to stop it. */
    public interface Listener {
        /** Features of {@code done} of {@code total} views are computed. */
        void onFeatures(int done, int total);

        /** So many heads are trained, of losses * folds. */
        void onTrained(int done, int total);
    }

    /** The same, as a run of training that stores nothing sees it. */
    TrainingRun training(Checkpoints checkpoints) {
        return new TrainingRun(spec.training(), dataset, samples, checkpoints, new Silent(), cancelled::getAsBoolean);
    }

    /** A comparison counts heads, and tells of no download: a failure is thrown. */
    private record Silent() implements TrainingListener {
        @Override
        public void onProgress(double done) {}

        @Override
        public void onEpoch(EpochResult result) {}

        @Override
        public void onNotice(String code, String message) {}
    }
}
