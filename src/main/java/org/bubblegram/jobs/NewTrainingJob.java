package org.bubblegram.jobs;

import org.bubblegram.registry.ModelReference;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained.
 *
 * @param model name of the model to add a version to; {@link org.bubblegram.registry.InvalidReference} if it is no name
 * @param creationKey the caller's Idempotency-Key with a digest of the request, or null
 * @param place among the jobs that wait
 */
public record NewTrainingJob(
        String dataset,
        String model,
        TrainingSpec spec,
        @Nullable CreationKey creationKey,
        QueuePlace place) {
    public NewTrainingJob {
        model = new ModelReference(model, null, null).model();
    }

    /** At the usual place. */
    public NewTrainingJob(String dataset, String model, TrainingSpec spec, @Nullable CreationKey creationKey) {
        this(dataset, model, spec, creationKey, QueuePlace.USUAL);
    }

    /** The same request with another spec. */
    NewTrainingJob with(TrainingSpec resolved) {
        return new NewTrainingJob(dataset, model, resolved, creationKey, place);
    }
}
