package org.bubblegram.training;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;
import org.bubblegram.network.BackboneSettings;
import org.bubblegram.network.Depth;
import org.bubblegram.network.HistogramNetwork;
import org.bubblegram.storage.Sha256;

/**
 * What a run works on.
 *
 * @param samples all samples of the data set
 * @param checkpoints where it is saved and gone on from
 * @param cancelled asked at each step; training then stops with {@link TrainingCancelled}
 */
public record TrainingRun(
        TrainingSpec spec,
        Dataset dataset,
        List<Sample> samples,
        Checkpoints checkpoints,
        TrainingListener listener,
        StopRequest cancelled) {
    /** The same run, of which others hear too, after its own listener. */
    public TrainingRun alsoTelling(List<TrainingListener> others) {
        List<TrainingListener> all =
                Stream.concat(Stream.of(listener), others.stream()).toList();
        return new TrainingRun(spec, dataset, samples, checkpoints, new TrainingListeners(all), cancelled);
    }

    /**
     * Names what each place among the samples holds. The data set's fingerprint alone does not: it is the same for any
     * order of the samples.
     */
    String contents() {
        String order = samples.stream().map(Sample::image).collect(Collectors.joining("\n"));
        return dataset.fingerprint() + ":" + Sha256.of(order);
    }

    /**
     * Names what a network learns from and starts from, which names alone do not: the samples in their order, which decides
     * the order of learning, and the weights that the backbone's name stands for. Random ones follow from the seed.
     *
     * @param start as it is before the first step
     */
    String origin(HistogramNetwork start) {
        boolean random = BackboneSettings.NONE.equals(spec.backbone().weights());
        return Sha256.of(contents() + ":" + (random ? BackboneSettings.NONE : start.fingerprintBelow(Depth.HEAD)));
    }
}
