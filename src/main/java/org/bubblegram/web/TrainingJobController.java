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
import java.util.List;
import java.util.UUID;
import org.bubblegram.access.Caller;
import org.bubblegram.jobs.JobNotFound;
import org.bubblegram.jobs.JobState;
import org.bubblegram.jobs.TrainingJob;
import org.bubblegram.jobs.TrainingJobs;
import org.bubblegram.storage.CreationKey;
import org.bubblegram.training.EpochResult;
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

/** Training jobs: start, watch, pause, cancel. */
@RestController
@RequestMapping(path = "/v1/training-jobs", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Training jobs", description = "One run of training each; it publishes a version of its model.")
final class TrainingJobController {
    private static final JobResource<TrainingJob> RESOURCE = new JobResource<>("training-jobs", TrainingJob::id);

    /** A stored checkpoint. */
    record Checkpoint(int epoch) {}

    private final TrainingJobs jobs;
    private final RequestReader reader;
    private final NamedBackbone backbone;

    TrainingJobController(TrainingJobs jobs, RequestReader reader, NamedBackbone backbone) {
        this.jobs = jobs;
        this.reader = reader;
        this.backbone = backbone;
    }

    @Operation(summary = "Start training", description = "Queues a job; `Location` says where to watch it.")
    @ApiResponse(responseCode = "202", description = "Queued")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TrainingJobRequest.class)))
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<TrainingJob> create(
            InputStream body,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Parameter(hidden = true) @AuthenticationPrincipal Caller caller)
            throws IOException {
        byte[] json = Body.read(body, Body.JSON_LIMIT);
        CreationKey creation = IdempotencyKey.of(key, json);
        return RESOURCE.accepted(jobs.create(backbone.checkedBeside(
                json, () -> reader.read(json, TrainingJobRequest.class).job(caller, creation))));
    }

    @Operation(summary = "List training jobs", description = "Newest first.")
    @GetMapping
    Page<TrainingJob> list(
            @RequestParam(required = false) @Nullable JobState state,
            @RequestParam(defaultValue = "50") @Min(1) @Max(1000) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return RESOURCE.page(cursor, limit, (after, most) -> jobs.list(state, after, most));
    }

    @Operation(summary = "Get a training job", description = "State, progress, estimated end, error.")
    @GetMapping("/{id}")
    TrainingJob get(@PathVariable UUID id) {
        return jobs.find(id).orElseThrow(() -> new JobNotFound(id));
    }

    @Operation(summary = "Cancel a training job", description = "A running one stops after its current step.")
    @ApiResponse(responseCode = "202", description = "Cancelled, or about to be")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/cancel")
    TrainingJob cancel(@PathVariable UUID id) {
        return jobs.cancel(id);
    }

    @Operation(
            summary = "Pause a training job",
            description = "A running one stops after its current step and keeps what it has learned; meanwhile others "
                    + "are trained. Asking again changes nothing.")
    @ApiResponse(responseCode = "202", description = "Paused, or about to be")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/pause")
    TrainingJob pause(@PathVariable UUID id) {
        return jobs.pause(id);
    }

    @Operation(
            summary = "Resume a training job",
            description = "Queues a paused one, which goes on with its next step; others are left alone. One that is "
                    + "still pausing is a 409, `job_pausing`: ask again in a moment.")
    @ApiResponse(responseCode = "202", description = "Queued, or not paused")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @PostMapping("/{id}/resume")
    TrainingJob resume(@PathVariable UUID id) {
        return jobs.resume(id);
    }

    @Operation(summary = "Get the metrics of a training job", description = "One item an epoch.")
    @GetMapping("/{id}/metrics")
    Page<EpochResult> metrics(@PathVariable UUID id) {
        return Page.whole(jobs.epochs(get(id).id()));
    }

    @Operation(summary = "List the checkpoints of a training job", description = "What is stored to go on from.")
    @GetMapping("/{id}/checkpoints")
    Page<Checkpoint> checkpoints(@PathVariable UUID id) {
        List<Integer> epochs = jobs.checkpoints(get(id).id());
        return Page.whole(epochs.stream().map(Checkpoint::new).toList());
    }
}
