package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Target;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
import org.bubblegram.prediction.Interval;
import org.bubblegram.prediction.Intervals;
import org.jspecify.annotations.Nullable;

/** A histogram as JSON writes it. */
@Schema(name = "Histogram")
record HistogramView(
        @Schema(
                description = "Unit of the bins' ends: px, um, mm, or %w for percent of the image's width.",
                example = "mm")
        String unit,

        @Schema(description = "What a fraction counts.") Basis basis,
        List<Bin> bins) {
    @Schema(name = "Bin")
    record Bin(
            @Schema(description = "Smallest size in the bin.", example = "10")
            double lower,

            @Schema(
                    description = "First size above the bin; null for an open last bin.",
                    nullable = true,
                    example = "40")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            Double upper,

            @Schema(
                    description = "Share of the whole, 0 to 1; null where a label leaves it unknown.",
                    nullable = true,
                    example = "0.12")
            @JsonInclude(JsonInclude.Include.ALWAYS)
            @Nullable
            Double fraction,

            @Schema(
                    description =
                            "Where the fraction lies with a probability of 90 % by the model's random weights: low and high end; "
                                    + "absent where the model does not tell.",
                    example = "[0.06, 0.19]")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            List<Double> interval) {}

    static HistogramView of(Histogram histogram, @Nullable Intervals intervals) {
        return of(
                histogram.bins(),
                histogram.basis(),
                histogram.fractions(),
                intervals == null ? null : intervals.fractions());
    }

    static HistogramView of(SizeBins bins, Basis basis, Target target) {
        return of(bins, basis, target.fractions(), null);
    }

    private static HistogramView of(
            SizeBins bins, Basis basis, double[] fractions, @Nullable List<Interval> intervals) {
        List<Bin> view = IntStream.range(0, bins.count())
                .mapToObj(bin -> new Bin(
                        bins.lower(bin),
                        finite(bins.upper(bin)),
                        finite(fractions[bin]),
                        intervals == null ? null : ends(intervals.get(bin))))
                .toList();
        return new HistogramView(bins.unit().symbol(), basis, view);
    }

    private static List<Double> ends(Interval interval) {
        return List.of(interval.low(), interval.high());
    }

    /** Null where JSON has no number for it. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
