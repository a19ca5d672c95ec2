package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.bubblegram.access.Caller;
import org.bubblegram.jobs.ComparisonJob;
import org.bubblegram.jobs.ComparisonJobs;
import org.bubblegram.jobs.JobState;
import org.bubblegram.storage.CreationKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Comparisons of losses: start, watch, cancel. */
@RestController
@RequestMapping(path = "/v1/loss-comparisons", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
        name = "Loss comparisons",
        description =
                "Which loss suits a data set: each trains a linear head on the same frozen features, folds, start "
                        + "and order. The test split of training jobs with the same split and seed takes no part.")
final class LossComparisonController {
    private static final JobResource<ComparisonJob> RESOURCE = new JobResource<>("loss-comparisons", ComparisonJob::id);

    private final ComparisonJobs comparisons;
    private final RequestReader reader;
    private final NamedBackbone backbone;

    LossComparisonController(ComparisonJobs comparisons, RequestReader reader, NamedBackbone backbone) {
        this.comparisons = comparisons;
        this.reader = reader;
        this.backbone = backbone;
    }

    @Operation(summary = "Compare losses", description = "Queues a comparison; `Location` says where to watch it.")
    @ApiResponse(responseCode = "202", description = "Queued")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = LossComparisonRequest.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<ComparisonJob> create(
            InputStream body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @AuthenticationPrincipal Caller caller)
            throws IOException {
        byte[] json = Body.read(body, Body.JSON_LIMIT);
        CreationKey creation = IdempotencyKey.of(key, json);
        return RESOURCE.accepted(comparisons.create(backbone.checkedBeside(
                json, () -> reader.read(json, LossComparisonRequest.class).comparison(caller, creation))));
    }

    @Operation(summary = "List loss comparisons", description = "Newest first, without `result`.")
    @GetMapping
    Page<ComparisonJob> list(
            @RequestParam(required = false) @Nullable JobState state,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return RESOURCE.page(cursor, limit, (after, most) -> comparisons.list(state, after, most));
    }

    @Operation(
            summary = "Get a loss comparison",
            description = "State, progress, estimated end, error; once succeeded `result`: a row for each loss, best "
                    + "first, the constant answer's beside them, and a recommendation.")
    @GetMapping("/{id}")
    ComparisonJob get(@PathVariable UUID id) {
        return comparisons.get(id);
    }

    @Operation(summary = "Cancel a loss comparison", description = "A running one stops within about a second.")
    @ApiResponse(responseCode = "202", description = "Cancelled, or about to be")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/cancel")
    ComparisonJob cancel(@PathVariable UUID id) {
        return comparisons.cancel(id);
    }
}
