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
import org.bubblegram.jobs.EvaluationJob;
import org.bubblegram.jobs.EvaluationJobs;
import org.bubblegram.jobs.JobState;
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

/** Evaluations: start, watch, cancel. */
@RestController
@RequestMapping(path = "/v1", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(
        name = "Evaluations",
        description = "A version of a model over a data set: every metric, and the loss of each sample.")
final class EvaluationController {
    private static final JobResource<EvaluationJob> RESOURCE = new JobResource<>("evaluations", EvaluationJob::id);

    private final EvaluationJobs evaluations;
    private final RequestReader reader;

    EvaluationController(EvaluationJobs evaluations, RequestReader reader) {
        this.evaluations = evaluations;
        this.reader = reader;
    }

    @Operation(
            summary = "Evaluate a model",
            description = "Queues an evaluation of the version that the reference means now; `Location` says where to "
                    + "watch it. The data set's bins and basis have to be the model's.")
    @ApiResponse(responseCode = "202", description = "Queued")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = EvaluationRequest.class)))
    @PostMapping(path = "/models/{reference}/evaluations", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<EvaluationJob> create(
            @Parameter(description = PredictionController.REFERENCE, example = "froth@3") @PathVariable
                    String reference,
            InputStream body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @AuthenticationPrincipal Caller caller)
            throws IOException {
        byte[] json = Body.read(body, Body.JSON_LIMIT);
        EvaluationRequest request = reader.read(json, EvaluationRequest.class);
        return RESOURCE.accepted(
                evaluations.create(request.of(reference, caller, IdempotencyKey.of(key, reference, json))));
    }

    @Operation(summary = "List evaluations", description = "Newest first, without `result`.")
    @GetMapping("/evaluations")
    Page<EvaluationJob> list(
            @RequestParam(required = false) @Nullable JobState state,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return RESOURCE.page(cursor, limit, (after, most) -> evaluations.list(state, after, most));
    }

    @Operation(
            summary = "Get an evaluation",
            description = "State, progress, estimated end, error; once succeeded `result`: every metric and every loss "
                    + "beside the constant answer's, and how many samples are anomalies.")
    @GetMapping("/evaluations/{id}")
    EvaluationJob get(@PathVariable UUID id) {
        return evaluations.get(id);
    }

    @Operation(summary = "Cancel an evaluation", description = "A running one stops after its current batch.")
    @ApiResponse(responseCode = "202", description = "Cancelled, or about to be")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/evaluations/{id}/cancel")
    EvaluationJob cancel(@PathVariable UUID id) {
        return evaluations.cancel(id);
    }
}
