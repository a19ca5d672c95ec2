package org.bubblegram.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.stream.IntStream;
import org.bubblegram.dataset.Target;
import org.bubblegram.histogram.Basis;
import org.bubblegram.histogram.Histogram;
import org.bubblegram.histogram.SizeBins;
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
            Double fraction) {}

    static HistogramView of(Histogram histogram) {
        return of(histogram.bins(), histogram.basis(), histogram.fractions());
    }

    static HistogramView of(SizeBins bins, Basis basis, Target target) {
        return of(bins, basis, target.fractions());
    }

    private static HistogramView of(SizeBins bins, Basis basis, double[] fractions) {
        List<Bin> view = IntStream.range(0, bins.count())
                .mapToObj(bin -> new Bin(bins.lower(bin), finite(bins.upper(bin)), finite(fractions[bin])))
                .toList();
        return new HistogramView(bins.unit().symbol(), basis, view);
    }

    /** Null where JSON has no number for it. */
    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
