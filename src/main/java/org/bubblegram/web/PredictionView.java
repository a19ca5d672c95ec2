package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeStatistics;
import org.bubblegram.prediction.Intervals;
import org.bubblegram.prediction.Prediction;
import org.jspecify.annotations.Nullable;

/** The answer to one photograph. */
@Schema(name = "Prediction")
record PredictionView(
        @Schema(description = "The version that answered.", example = "froth@3")
        String model,

        HistogramView histogram,
        Statistics statistics,

        @Schema(description = "Absent where the version does not tell.", nullable = true) @Nullable
        Novelty novelty,

        Image image)
        implements Predictions {
    /** @see SizeStatistics */
    @Schema(name = "Statistics", description = "Read off the histogram, in its unit; null where it cannot be told.")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Statistics(
            @Nullable Double mean,

            @Schema(description = "Size below which 10 % lies.") @Nullable
            Double d10,

            @Schema(description = "The median.") @Nullable Double d50,

            @Schema(description = "Size below which 90 % lies.") @Nullable
            Double d90,

            @Schema(description = "Sauter mean diameter.") @Nullable
            Double d32,

            @Schema(description = "(d90 - d10) / d50") @Nullable
            Double span,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            StatisticIntervals interval) {
        static Statistics of(Histogram histogram, @Nullable Intervals intervals) {
            SizeStatistics statistics = histogram.statistics();
            return new Statistics(
                    HistogramView.finite(statistics.mean()),
                    HistogramView.finite(statistics.d10()),
                    HistogramView.finite(statistics.d50()),
                    HistogramView.finite(statistics.d90()),
                    HistogramView.finite(statistics.d32()),
                    HistogramView.finite(statistics.span()),
                    intervals == null ? null : StatisticIntervals.of(intervals.low(), intervals.high()));
        }
    }

    @Schema(
            name = "StatisticIntervals",
            description =
                    "Where each number lies with a probability of 90 % by the model's random weights: low and high end; "
                            + "absent where the model does not tell.")
    record StatisticIntervals(
            @Schema(example = "[18.2, 24.9]") List<Double> mean,
            List<Double> d10,
            List<Double> d50,
            List<Double> d90,
            List<Double> d32,
            List<Double> span) {
        private static StatisticIntervals of(SizeStatistics low, SizeStatistics high) {
            return new StatisticIntervals(
                    List.of(low.mean(), high.mean()),
                    List.of(low.d10(), high.d10()),
                    List.of(low.d50(), high.d50()),
                    List.of(low.d90(), high.d90()),
                    List.of(low.d32(), high.d32()),
                    List.of(low.span(), high.span()));
        }
    }

    /** @see org.bubblegram.prediction.Novelty */
    @Schema(
            name = "Novelty",
            description =
                    "How unlike the picture is to those that the model learned from: beyond the threshold, which 95 % of "
                            + "pictures like the validation split's stay below, the answer may mean nothing.")
    record Novelty(
            @Schema(description = "Reconstruction error of the picture's features.", example = "0.21")
            double score,

            @Schema(example = "0.34") double threshold,

            @Schema(description = "Whether the score is beyond it.")
            boolean outOfDistribution) {
        static @Nullable Novelty of(org.bubblegram.prediction.@Nullable Novelty novelty) {
            return novelty == null
                    ? null
                    : new Novelty(novelty.score(), novelty.threshold(), novelty.outOfDistribution());
        }
    }

    @Schema(name = "PredictedImage")
    record Image(
            @Schema(description = "The part's file name; absent for a single image.", nullable = true) @Nullable
            String name,

            @Schema(description = "Upright, in pixels.") int width,
            @Schema(description = "Upright, in pixels.") int height,

            @Schema(description = "What makes the answer doubtful: a stable code, or a code, a colon and a sentence.")
            List<String> warnings) {}

    static PredictionView of(Prediction prediction, @Nullable String name) {
        return new PredictionView(
                prediction.model(),
                HistogramView.of(prediction.histogram(), prediction.intervals()),
                Statistics.of(prediction.histogram(), prediction.intervals()),
                Novelty.of(prediction.novelty()),
                new Image(name, prediction.image().width(), prediction.image().height(), prediction.warnings()));
    }

    @Override
    public List<PredictionView> rows() {
        return List.of(this);
    }
}
