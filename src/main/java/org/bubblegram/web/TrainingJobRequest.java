package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
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
    private static final double MOST_HELD_OUT = 0.8;

    /** @throws InvalidRequest if the split leaves too little to learn from */
    NewTrainingJob job(@Nullable CreationKey key) {
        if (spec != null && spec.split().validation() + spec.split().test() > MOST_HELD_OUT) {
            String message = "together with the other must be at most " + MOST_HELD_OUT;
            throw new InvalidRequest(List.of(
                    new InvalidRequest.FieldError("split.validation", message),
                    new InvalidRequest.FieldError("split.test", message)));
        }
        return new NewTrainingJob(dataset, model, spec == null ? TrainingSpec.defaults() : spec, key);
    }
}
