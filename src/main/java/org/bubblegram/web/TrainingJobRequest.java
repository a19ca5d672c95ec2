package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.bubblegram.access.Caller;
import org.bubblegram.jobs.NewTrainingJob;
import org.bubblegram.jobs.QueuePlace;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.SpecConflicts;
import org.bubblegram.training.TrainingSpec;
import org.bubblegram.web.InvalidRequest.FieldError;
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

        @Schema(description = Turn.DESCRIPTION, defaultValue = "4")
        @Min(QueuePlace.LOWEST)
        @Max(QueuePlace.HIGHEST)
        @Nullable
        Integer priority,

        @Valid @JsonUnwrapped @Nullable TrainingSpec spec) {
    /** @throws InvalidRequest if options do not go together */
    NewTrainingJob job(Caller caller, @Nullable CreationKey key) {
        TrainingSpec asked = spec == null ? TrainingSpec.defaults() : spec;
        List<FieldError> errors = new ArrayList<>(HeldOut.errors(asked.split()));
        for (SpecConflicts.Conflict conflict : SpecConflicts.of(asked)) {
            errors.add(new FieldError(conflict.field(), conflict.message()));
        }
        InvalidRequest.throwIfAny(errors);
        return new NewTrainingJob(dataset, model, asked, key, Turn.of(caller, priority));
    }
}
