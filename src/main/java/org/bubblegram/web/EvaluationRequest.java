package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.bubblegram.dataset.Split;
import org.bubblegram.jobs.EvaluationSpec;
import org.bubblegram.jobs.NewEvaluation;
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
        Split split) {
    NewEvaluation of(String model, @Nullable CreationKey key) {
        return new NewEvaluation(dataset, new EvaluationSpec(model, split), key);
    }
}
