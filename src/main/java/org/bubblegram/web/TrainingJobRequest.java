package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.bubblegram.jobs.NewTrainingJob;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.TrainingSpec;
import org.jspecify.annotations.Nullable;

/** What to learn from and into which model; the spec's fields stand beside the two. */
@Schema(description = "Every field but `dataset` and `model` has a default that trains well.")
record TrainingJobRequest(
        @Schema(description = "Name of the data set to learn from.", example = "boiling")
        @NotNull
        @Pattern(regexp = DatasetRequest.NAME)
        String dataset,

        @Schema(description = "Name of the model that gets a new version.", example = "froth")
        @NotNull
        @Pattern(regexp = DatasetRequest.NAME)
        String model,

        @Valid @JsonUnwrapped @Nullable TrainingSpec spec) {
    NewTrainingJob job(@Nullable CreationKey key) {
        return new NewTrainingJob(dataset, model, spec == null ? TrainingSpec.defaults() : spec, key);
    }
}
