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
import java.util.stream.IntStream;
import org.bubblegram.access.Caller;
import org.bubblegram.jobs.NewComparison;
import org.bubblegram.jobs.QueuePlace;
import org.bubblegram.loss.Loss;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.ComparisonSpec;
import org.bubblegram.web.InvalidRequest.FieldError;
import org.jspecify.annotations.Nullable;

/** What to compare losses on; the spec's fields stand beside it. */
@Schema(description = "Every field but `dataset` has a default.")
record LossComparisonRequest(
        @Schema(description = "Name of the data set to compare losses on.", example = "boiling")
        @NotNull
        @Pattern(regexp = DatasetRequest.NAME)
        String dataset,

        @Schema(description = Turn.DESCRIPTION, defaultValue = "4")
        @Min(QueuePlace.LOWEST)
        @Max(QueuePlace.HIGHEST)
        @Nullable
        Integer priority,

        @Valid @JsonUnwrapped @Nullable ComparisonSpec spec) {
    /** @throws InvalidRequest if a loss stands there twice, or the split leaves too little to learn from */
    NewComparison comparison(Caller caller, @Nullable CreationKey key) {
        ComparisonSpec given = spec == null ? ComparisonSpec.defaults() : spec;
        List<FieldError> errors = new ArrayList<>(HeldOut.errors(given.split()));
        List<Loss> losses = given.losses();
        IntStream.range(0, losses.size())
                .filter(i -> losses.indexOf(losses.get(i)) < i)
                .mapToObj(i -> new FieldError(
                        "losses[" + i + "]", "is the same as losses[" + losses.indexOf(losses.get(i)) + "]"))
                .forEach(errors::add);
        InvalidRequest.throwIfAny(errors);
        return new NewComparison(dataset, given, key, Turn.of(caller, priority));
    }
}
