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
 */
public record NewTrainingJob(
        String dataset,
        String model,
        TrainingSpec spec,
        @Nullable CreationKey creationKey) {
    public NewTrainingJob {
        model = new ModelReference(model, null, null).model();
    }

    /** The same request with another spec. */
    NewTrainingJob with(TrainingSpec resolved) {
        return new NewTrainingJob(dataset, model, resolved, creationKey);
    }
}
