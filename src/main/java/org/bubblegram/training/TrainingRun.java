package org.bubblegram.training;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;

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
        BooleanSupplier cancelled) {}
