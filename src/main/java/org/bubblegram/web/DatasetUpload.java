package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.bubblegram.dataset.NewDataset;
import org.bubblegram.histogram.Basis;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** A data set to be imported from an uploaded ZIP file. */
record DatasetUpload(
        @Schema(description = "What requests will call it.", example = "boiling")
        @NotNull
        @Pattern(regexp = DatasetRequest.NAME)
        String name,

        @Schema(description = "A ZIP file of images and labels.csv or objects.csv.", type = "string", format = "binary")
        @NotNull
        MultipartFile archive,

        @Schema(description = "What fractions count; number if absent.") @Nullable
        Basis basis,

        @Schema(
                description = "For objects.csv: the bins that its sizes are sorted into, separated by commas.",
                example = "0-10mm,10mm+")
        @Nullable
        List<String> bins) {
    /** What the caller said beside the file, for telling one request from another. */
    String texts() {
        return name + "\n" + basis + "\n" + bins;
    }

    NewDataset dataset(@Nullable CreationKey key) {
        return DatasetRequest.dataset(name, basis, bins, key);
    }
}
