package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bubblegram.dataset.ImportSource;
import org.bubblegram.dataset.NewDataset;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.InvalidBins;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.rendering.RenderSpec;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.web.InvalidRequest.FieldError;
import org.jspecify.annotations.Nullable;

/** A data set to be imported from the server's disk or a bucket, or rendered. */
@Schema(description = "Exactly one of `source` and `render` says where the images come from.")
record DatasetRequest(
        @Schema(description = "What requests will call it.", example = "boiling") @NotNull @Pattern(regexp = NAME)
        String name,

        @Schema(
                description = "A directory of the server, or a prefix of a bucket as `s3://bucket/prefix`, with images "
                        + "and labels.csv or objects.csv. The operator must have allowed it, or one that it lies in, by "
                        + "`bubblegram.imports.allowed`.",
                example = "/data/boiling")
        @Size(min = 1, max = 4096)
        @Nullable
        String source,

        @Schema(description = "Pictures of bubbles to be rendered, with true labels.") @Valid @Nullable
        RenderSpec render,

        @Schema(description = "What fractions count; number if absent.") @Nullable
        Basis basis,

        @Schema(
                description = "For objects.csv: the bins that its sizes are sorted into.",
                example = "[\"0-10mm\", \"10mm+\"]")
        @Nullable
        List<String> bins) {
    static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    /** @throws InvalidRequest unless exactly one place is given and all bins can be read; names all that is wrong */
    ImportSource from() {
        List<FieldError> errors = new ArrayList<>();
        if ((source == null) == (render == null)) {
            errors.add(new FieldError("source", "either source or render must be given, not both"));
        }
        flaw("bins", bins).ifPresent(errors::add);
        flaw("render.bins", render == null ? null : render.bins()).ifPresent(errors::add);
        InvalidRequest.throwIfAny(errors);
        return source == null ? new ImportSource.Rendered(Objects.requireNonNull(render)) : ImportSource.at(source);
    }

    private static Optional<FieldError> flaw(String field, @Nullable List<String> labels) {
        try {
            if (labels != null && !labels.isEmpty()) {
                SizeBins.parse(labels);
            }
            return Optional.empty();
        } catch (InvalidBins e) {
            return Optional.of(new FieldError(field, String.valueOf(e.getMessage())));
        }
    }

    NewDataset dataset(@Nullable CreationKey key) {
        return dataset(name, basis, bins, key);
    }

    static NewDataset dataset(
            String name, @Nullable Basis basis, @Nullable List<String> bins, @Nullable CreationKey key) {
        return new NewDataset(name, basis == null ? Basis.NUMBER : basis, parse(bins), key);
    }

    private static @Nullable SizeBins parse(@Nullable List<String> bins) {
        try {
            return bins == null || bins.isEmpty() ? null : SizeBins.parse(bins);
        } catch (InvalidBins e) {
            InvalidRequest invalid = new InvalidRequest("bins", String.valueOf(e.getMessage()));
            invalid.initCause(e);
            throw invalid;
        }
    }
}
