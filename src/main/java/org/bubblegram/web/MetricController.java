package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import org.bubblegram.loss.LossDescription;
import org.bubblegram.metrics.Metric;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Metrics that are reported. */
@RestController
@RequestMapping(path = "/v1/metrics", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Losses and metrics")
final class MetricController {
    /** How far a predicted histogram is from the true one. */
    @Schema(name = "Metric")
    record MetricView(
            @Schema(example = "emd") String key,

            @Schema(description = "p predicted fractions, y target", example = "sum |Cp - Cy|")
            String formula,

            @Schema(description = "From the least to the most, K bins", example = "0 to K - 1")
            String range,

            boolean higherIsBetter,

            @Schema(description = "Absent where it has none", example = "bins", nullable = true) @Nullable
            String unit) {
        private static MetricView of(Metric metric) {
            return new MetricView(
                    metric.key(), metric.formula(), metric.range(), metric.higherIsBetter(), metric.unit());
        }
    }

    @Operation(
            summary = "List metrics",
            description = "Formula, range, and which way is better. In formulas: p predicted fractions, else "
                    + LossDescription.TERMS + ".")
    @GetMapping
    Page<MetricView> list() {
        return Page.whole(Arrays.stream(Metric.values()).map(MetricView::of).toList());
    }
}
