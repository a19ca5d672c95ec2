package org.bubblegram.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.bubblegram.dataset.Split;
import org.bubblegram.evaluation.Anomalies;
import org.bubblegram.evaluation.EvaluatedSample;
import org.jspecify.annotations.Nullable;

/** What a model made of a sample, as JSON writes it. */
@Schema(name = "EvaluatedSample")
record EvaluatedSampleView(
        @Schema(description = "Of the sample in its data set.")
        int id,

        @Schema(description = "File name as in labels.csv.") String image,
        @Nullable String group,

        @Schema(
                description =
                        "The part that it plays: in the model's training where that was on this data, else as the "
                                + "data set assigns it, or none.")
        @Nullable
        Split split,

        @Schema(description = "How much it counts in the report.")
        double weight,

        @Schema(description = "The loss that the model was trained by.")
        double loss,

        @Schema(description = "Whether the loss is unusually large.")
        boolean anomaly,

        @Schema(description = "True fractions, one a bin; null where the label leaves it unknown.")
        List<@Nullable Double> target,

        @Schema(description = "Predicted fractions, one a bin.")
        List<Double> prediction) {
    static EvaluatedSampleView of(EvaluatedSample sample, Anomalies anomalies) {
        return new EvaluatedSampleView(
                sample.id(),
                sample.image(),
                sample.group(),
                sample.split(),
                sample.weight(),
                sample.loss(),
                anomalies.include(sample.loss()),
                sample.target(),
                sample.prediction());
    }
}
