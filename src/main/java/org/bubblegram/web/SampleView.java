package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import org.bubblegram.dataset.Dataset;
import org.bubblegram.dataset.Sample;
import org.bubblegram.dataset.Split;
import org.jspecify.annotations.Nullable;

/** A sample as JSON writes it. */
@Schema(name = "Sample")
record SampleView(
        int id,
        @Schema(description = "File name as in labels.csv.") String image,

        @Schema(description = "Samples of one group stay in one split.") @Nullable
        String group,

        @Schema(description = "As labels.csv assigned it; absent where training shares samples out.") @Nullable
        Split split,

        HistogramView histogram,
        double weight,

        @Schema(description = "Size of a pixel in the data set's unit.") @Nullable
        Double pixelSize,

        int width,
        int height) {
    static SampleView of(Dataset dataset, Sample sample) {
        return new SampleView(
                sample.id(),
                sample.image(),
                sample.group(),
                sample.split(),
                HistogramView.of(dataset.bins(), dataset.basis(), sample.target()),
                sample.weight(),
                sample.pixelSize(),
                sample.width(),
                sample.height());
    }
}
