package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.bubblegram.access.Caller;
import org.bubblegram.dataset.Split;
import org.bubblegram.jobs.EvaluationSpec;
import org.bubblegram.jobs.NewEvaluation;
import org.bubblegram.jobs.QueuePlace;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;

/** What to evaluate a model on. */
record EvaluationRequest(
        @Schema(description = "Name of the data set.", example = "boiling")
        @NotNull
        @Pattern(regexp = DatasetRequest.NAME)
        String dataset,

        @Schema(
                description =
                        "A part of it: on the data that the model learned from the one that its training made, else "
                                + "the one that the data set assigns. All samples if absent.")
        @Nullable
        Split split,

        @Schema(description = Turn.DESCRIPTION, defaultValue = "4")
        @Min(QueuePlace.LOWEST)
        @Max(QueuePlace.HIGHEST)
        @Nullable
        Integer priority) {
    NewEvaluation of(String model, Caller caller, @Nullable CreationKey key) {
        return new NewEvaluation(dataset, new EvaluationSpec(model, split), key, Turn.of(caller, priority));
    }
}
