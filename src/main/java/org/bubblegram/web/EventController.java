package org.bubblegram.web;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.bubblegram.access.ApiKeys;
import org.bubblegram.access.Caller;
import org.bubblegram.jobs.JobEvent;
import org.bubblegram.jobs.JobNotFound;
import org.bubblegram.jobs.TrainingJob;
import org.bubblegram.jobs.TrainingJobs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happens to a training job, as a list or live. */
@RestController
@RequestMapping("/v1/training-jobs/{id}/events")
@Tag(name = "Training jobs")
final class EventController {
    private final TrainingJobs jobs;
    private final EventStreams streams;
    private final ApiKeys keys;

    EventController(TrainingJobs jobs, EventStreams streams, ApiKeys keys) {
        this.jobs = jobs;
        this.streams = streams;
        this.keys = keys;
    }

    @Operation(
            summary = "List or follow the events of a training job",
            description = "In order, oldest first. With `Accept: text/event-stream` it stays open, goes on after "
                    + "`Last-Event-ID`, and ends with the job's last event; 204 then says that there is nothing more.")
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    Page<JobEvent> list(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        job(id);
        long after = Cursor.after("events", cursor, Long::valueOf).orElse(0L);
        return Page.of(
                jobs.events(id, after, limit + 1), limit, event -> new Cursor("events", String.valueOf(event.id())));
    }

    @Operation(summary = "List or follow the events of a training job")
    @ApiResponse(
            responseCode = "200",
            description = "Server-sent events: `id`, `event` (the type) and `data` (the event as in the list)",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = JobEvent.class)))
    @ApiResponse(responseCode = "204", description = "The job has ended and nothing follows", content = @Content)
    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> follow(
            @PathVariable UUID id,
            @Parameter(description = "Id of the last event seen.")
                    @RequestHeader(name = "Last-Event-ID", required = false)
                    @Min(0)
                    @Nullable
                    Long last,
            @Parameter(hidden = true) @AuthenticationPrincipal Caller caller) {
        job(id);
        EventSource source = new Source(jobs, id, () -> keys.shut(caller.id()));
        long after = last == null ? 0 : last;
        if (source.ended() && source.after(after, 1).isEmpty()) {
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no") // nginx would hold events back
                .body(streams.open(source, after));
    }

    private TrainingJob job(UUID id) {
        return jobs.find(id).orElseThrow(() -> new JobNotFound(id));
    }

    /** @param shut whether the caller may see nothing any more */
    private record Source(TrainingJobs jobs, UUID id, BooleanSupplier shut) implements EventSource {
        @Override
        public boolean ended() {
            return shut.getAsBoolean() || finished();
        }

        private boolean finished() {
            return jobs.find(id)
                    .map(job -> switch (job.state()) {
                        case SUCCEEDED, FAILED, CANCELLED -> true;
                        case QUEUED, PREPARING, RUNNING, PAUSING, PAUSED, CANCELLING -> false;
                    })
                    .orElse(true);
        }

        @Override
        public List<JobEvent> after(long id, int limit) {
            return shut.getAsBoolean() ? List.of() : jobs.events(this.id, id, limit);
        }

        @Override
        public AutoCloseable subscribe(Runnable onNewEvents) {
            return jobs.subscribe(id, onNewEvents);
        }
    }
}
